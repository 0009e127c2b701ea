import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from './fault.ts';
import type { FaultCode } from './fault.ts';

/** The page that support reads beside the screen. */
const page = readFileSync(new URL('../../../../docs/support/no-transactions.md', import.meta.url), 'utf8');

const classes = {
  bank: 'bank',
  ponto_authorization: 'Ponto authorization',
  ponto_integration: 'Ponto integration',
  onfact: 'onFact',
  us: 'us',
};
const addresses = { ponto: 'Ponto', us: 'us' };

it.each(Object.keys(faults) as FaultCode[])(
  'says of %s whose fault it is and whom the user asks, as the code does',
  (code) => {
    const row = page.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${code}\``)) ?? '';
    const [, , faultClass, address] = row.split('|').map((cell) => cell.trim());
    expect([faultClass, address]).toEqual([classes[faults[code].class], addresses[faults[code].address]]);
  },
);
