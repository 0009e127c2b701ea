import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { payASupplier } from '../examples/pay-a-supplier.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

it('shows the example that is compiled', () => {
  expect(read('README.md')).toContain(read('examples/pay-a-supplier.ts'));
});

it('shows what the example really gives', () => {
  const paid = payASupplier('BE68 5390 0754 7034', 'BE72 0000 0000 1616', '2026-12-01');
  expect(paid?.file).toContain('<InstdAmt Ccy="EUR">121.00</InstdAmt>');
  expect(paid?.file).toContain('<Issr>BBA</Issr>');
  expect(paid?.qrText).toContain('EUR121.00');
});
