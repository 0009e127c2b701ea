import type { BankTransaction } from '@onfact-ponto/api-contract';
import { formatStructuredCommunication } from '#lib/format/account-number.ts';

/** What the payer wrote: a structured communication in its usual spelling, else the text as the bank gave it. */
export function communicationOf({
  structuredCommunication,
  remittanceInformation,
}: Pick<BankTransaction, 'structuredCommunication' | 'remittanceInformation'>): string {
  if (structuredCommunication !== null) return formatStructuredCommunication(structuredCommunication);
  return remittanceInformation ?? '';
}
