import type { BankTransactionReading } from '@onfact-ponto/db';

/** What a CODA statement may add to a line of Ponto; days, amount and identity stay Ponto's. */
export const fillableFields = [
  'counterpartName',
  'counterpartReference',
  'remittanceInformation',
  'remittanceInformationType',
  'structuredCommunication',
  'endToEndId',
  'proprietaryBankTransactionCode',
  'purposeCode',
  'mandateId',
  'creditorId',
  'additionalInformation',
  'bankReference',
] as const satisfies readonly (keyof BankTransactionReading)[];

type Fillable = (typeof fillableFields)[number];

/** Ponto's words where it has any, CODA's where it has none; and which ones those are. */
export function fillFromCoda<Reading extends Pick<BankTransactionReading, Fillable>>(
  ponto: Reading,
  coda: Pick<BankTransactionReading, Fillable>,
): { content: Reading; filled: readonly Fillable[] } {
  const filled = fillableFields.filter((name) => isBlank(ponto[name]) && !isBlank(coda[name]) && mayFill(name, ponto));
  return { content: { ...ponto, ...Object.fromEntries(filled.map((name) => [name, coda[name]])) }, filled };
}

/** The type describes the text, so it comes with the text or not at all. */
function mayFill(name: Fillable, ponto: Pick<BankTransactionReading, 'remittanceInformation'>): boolean {
  return name !== 'remittanceInformationType' || isBlank(ponto.remittanceInformation);
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
