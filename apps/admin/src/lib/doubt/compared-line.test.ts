import { describe, expect, it } from 'vitest';
import { type ComparedLine, contradictions } from './compared-line.ts';

const line: ComparedLine = {
  executionDate: '2026-11-20',
  valueDate: '2026-11-20',
  amount: { amount: '1815.00', currency: 'EUR' },
  counterpartName: 'Tuinen Verhaeghe-Claes',
  counterpartReference: 'BE64733120447152',
  remittanceInformation: 'Factuur 2026-114',
};

describe('two lines beside each other', () => {
  it('differ only where both say something else', () => {
    expect(contradictions(line, { ...line, executionDate: '2026-11-21', valueDate: '2026-11-21' })).toEqual([
      'executionDate',
      'valueDate',
    ]);
    expect(contradictions(line, { ...line, counterpartName: null, counterpartReference: null })).toEqual([]);
    expect(contradictions(line, { ...line, amount: { amount: '1815.00', currency: 'USD' } })).toEqual(['amount']);
  });

  it('are alike whatever the capitals and blanks of the bank', () => {
    const shouted = { ...line, counterpartName: 'TUINEN  VERHAEGHE-CLAES ', remittanceInformation: 'FACTUUR 2026-114' };
    expect(contradictions(line, shouted)).toEqual([]);
  });
});
