import { formatMoney, isCreditorReference, isIban, isStructuredCommunication } from '@onfact-ponto/primitives';
import type { CreditorReference, Iban, Money, StructuredCommunication } from '@onfact-ponto/primitives';
import { isSepaText } from './sepa-text.ts';

/** One payment to one account, as the SEPA Credit Transfer rulebook knows it. */
export type CreditTransfer = Readonly<{
  /** Ours: comes back on the bank line. At most 35 characters. */
  endToEndId: string;
  /** EUR 0.01 to 999,999,999.99. */
  amount: Money;
  creditor: Party;
  remittance: Remittance | undefined;
}>;

export type Party = Readonly<{
  /** At most 70 characters of the SEPA set. */
  name: string;
  iban: Iban;
  /** Not needed inside SEPA since 2016; 8 or 11 characters. */
  bic: string | undefined;
}>;

/** What the payee reads: a reference with check digits, or a text of at most 140 characters, never both. */
export type Remittance =
  | Readonly<{ type: 'structured'; reference: StructuredCommunication | CreditorReference }>
  | Readonly<{ type: 'unstructured'; text: string }>;

export type TransferProblem = Readonly<{
  field: 'endToEndId' | 'amount' | 'creditor.name' | 'creditor.iban' | 'creditor.bic' | 'remittance';
  code:
    | 'empty'
    | 'too_long'
    | 'not_sepa_text'
    | 'misplaced_slash'
    | 'not_euro'
    | 'amount_out_of_range'
    | 'invalid_iban'
    | 'invalid_bic'
    | 'invalid_reference';
  message: string;
}>;

export class SepaRefusedError extends Error {
  override readonly name = 'SepaRefusedError';
  readonly code = 'sepa_refused';
  readonly problems: readonly TransferProblem[];

  constructor(problems: readonly TransferProblem[]) {
    super(problems.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.problems = problems;
  }
}

const least = 1n;
const most = 99_999_999_999n;

/** All that keeps a bank from taking the transfer, in the order of its fields; empty when nothing does. */
export function problemsOf(transfer: CreditTransfer): TransferProblem[] {
  const { endToEndId, amount, creditor, remittance } = transfer;
  return [
    ...identifierProblems(endToEndId),
    ...amountProblems(amount),
    ...textProblems('creditor.name', creditor.name, 70),
    ...accountProblems(creditor),
    ...(remittance ? remittanceProblems(remittance) : []),
  ];
}

/** @throws SepaRefusedError with every problem */
export function assertAcceptable(transfer: CreditTransfer): void {
  const problems = problemsOf(transfer);
  if (problems.length > 0) throw new SepaRefusedError(problems);
}

/** An identifier also neither begins nor ends with a slash nor holds two in a row (EPC132-08, section 1.4). */
export function identifierProblems(id: string): TransferProblem[] {
  const problems = textProblems('endToEndId', id, 35);
  if (/^\/|\/\/|\/$/.test(id)) {
    const message = 'begins or ends with a slash, or holds two in a row';
    problems.push({ field: 'endToEndId', code: 'misplaced_slash', message });
  }
  return problems;
}

function amountProblems(amount: Money): TransferProblem[] {
  if (amount.currency !== 'EUR') {
    return [{ field: 'amount', code: 'not_euro', message: `is in ${amount.currency}; SEPA carries euro only` }];
  }
  if (amount.amountMinor >= least && amount.amountMinor <= most) return [];
  const message = `is ${formatMoney(amount)}; it must lie between 0.01 and 999999999.99`;
  return [{ field: 'amount', code: 'amount_out_of_range', message }];
}

function accountProblems({ iban, bic }: Party): TransferProblem[] {
  const problems: TransferProblem[] = [];
  if (!isIban(iban)) problems.push({ field: 'creditor.iban', code: 'invalid_iban', message: 'is no valid IBAN' });
  if (bic !== undefined && !isBic(bic)) {
    problems.push({ field: 'creditor.bic', code: 'invalid_bic', message: 'is no BIC of 8 or 11 characters' });
  }
  return problems;
}

function remittanceProblems(remittance: Remittance): TransferProblem[] {
  if (remittance.type === 'unstructured') return textProblems('remittance', remittance.text, 140);
  const { reference } = remittance;
  if (isStructuredCommunication(reference) || isCreditorReference(reference)) return [];
  return [{ field: 'remittance', code: 'invalid_reference', message: 'fails its check digits' }];
}

function textProblems(field: TransferProblem['field'], text: string, longest: number): TransferProblem[] {
  if (text.trim() === '') return [{ field, code: 'empty', message: 'is empty' }];
  const problems: TransferProblem[] = [];
  if (!isSepaText(text)) {
    problems.push({ field, code: 'not_sepa_text', message: 'holds characters that SEPA does not know' });
  }
  if (text.length > longest) {
    problems.push({ field, code: 'too_long', message: `has ${text.length} characters, at most ${longest} fit` });
  }
  return problems;
}

/** ISO 9362: four letters or digits, a country, two, and perhaps three for the branch. */
export function isBic(text: string): boolean {
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(text);
}
