import type { BankLine } from '../ponto/state.ts';

/** Family and operation in CODA's table: four digits. The sign decides, whatever the ISO code says. */
export function familyAndOperation(line: BankLine, currency: string): string {
  const isDebit = line.amountMinor < 0n;
  const kind = kindOf(line);
  // SEPA is for euros; other currencies go through correspondents.
  const [debit, credit] = kind === 'transfer' && currency !== 'EUR' ? foreignTransfer : operations[kind];
  return isDebit ? debit : credit;
}

export type Kind = keyof typeof operations;

/** What a line is, by its ISO code and by what comes with it. */
export function kindOf(line: BankLine): Kind {
  const code = line.bankTransactionCode ?? '';
  if (line.details !== undefined) return 'collective';
  if (line.purposeCode === 'SALA') return 'wages';
  if (line.mandateId !== null || code.includes('DDT-')) return 'direct-debit';
  if (line.cardReference !== null || code.includes('CCRD')) return 'card';
  if (line.proprietaryBankTransactionCode === terminalReceipts) return 'terminal';
  if (code.endsWith('CHRG')) return 'cost';
  if (code.endsWith('INTR')) return 'interest';
  if (code.endsWith('BOOK')) return 'own-account';
  return 'transfer';
}

/** What the demo's bank writes beside the payouts of a card terminal. */
const terminalReceipts = '0501000';

const foreignTransfer = ['4101', '4150'] as const;

/** For money that goes out, and for money that comes in. */
const operations = {
  transfer: ['0101', '0150'],
  collective: ['0107', '0150'],
  wages: ['0105', '0150'],
  'own-account': ['0113', '0164'],
  'direct-debit': ['0501', '0554'],
  card: ['0402', '0499'],
  terminal: ['0449', '0450'],
  cost: ['3537', '3587'],
  interest: ['3501', '3550'],
} as const;
