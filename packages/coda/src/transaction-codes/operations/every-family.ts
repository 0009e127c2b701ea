import type { CodeTable, CodeText } from '../../code-text.ts';

const bankOwnDebit: CodeText = [
  'Debet met een eigen code van de bank',
  'Débit sous un code propre à la banque',
  'Debit under a code of the bank itself',
];
const bankOwnCredit: CodeText = [
  'Credit met een eigen code van de bank',
  'Crédit sous un code propre à la banque',
  'Credit under a code of the bank itself',
];

/** Corrections, which every family has. */
export const corrections: CodeTable = {
  '49': ['Rechtzetting in debet', 'Rectification au débit', 'Debit correction'],
  '99': ['Rechtzetting in credit', 'Rectification au crédit', 'Credit correction'],
};

/** Operations that every family has, except family 80; a family's own meaning goes before. */
export const everyFamily: CodeTable = {
  '37': ['Kosten', 'Frais', 'Costs'],
  ...Object.fromEntries(range(40, 48).map((code) => [code, bankOwnDebit])),
  '87': ['Terugbetaling van kosten', 'Remboursement de frais', 'Refund of costs'],
  ...Object.fromEntries(range(90, 98).map((code) => [code, bankOwnCredit])),
  ...corrections,
};

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}
