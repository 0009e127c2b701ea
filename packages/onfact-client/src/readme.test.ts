import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

it('shows the example that is compiled', () => {
  expect(read('README.md')).toContain(read('examples/pay-an-invoice.ts'));
});
