import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readStatement } from '../examples/read-a-statement.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url));

it('shows the example that is compiled', () => {
  expect(read('README.md').toString()).toContain(read('examples/read-a-statement.ts').toString());
});

it('shows what the example really gives', () => {
  expect(readStatement(read('corpus/structured-101-belgian-reference.cod'))).toMatchObject([
    {
      entryDate: expect.stringMatching(/^\d{4}-/),
      amount: expect.any(String),
      reference: expect.stringMatching(/^\d{12}$/),
    },
  ]);
  const codes = ['TOTAL_MISMATCH', 'TOTAL_MISMATCH'];
  const refused = readStatement(read('corpus/totals-do-not-add-up.cod'));
  expect(refused).toMatchObject({ errors: codes.map((code) => ({ code })) });
});
