import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBankLine } from '../examples/read-a-bank-line.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

it('shows the example that is compiled', () => {
  expect(read('README.md')).toContain(read('examples/read-a-bank-line.ts'));
});

it('shows what the example really gives', () => {
  expect(readBankLine()).toEqual({
    open: '99.50',
    communication: '090933755493',
    reference: 'RF18539007547034',
    payer: 'BE68539007547034',
    bookedOn: '2026-11-19',
  });
});
