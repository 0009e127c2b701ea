import { parseCreditorReference, parseStructuredCommunication } from '@onfact-ponto/primitives';
import type { BankLine } from '../ponto/state.ts';
import { amount, date, digits, text } from './coda-fields.ts';
import type { Communication } from './coda-movement.ts';
import { choiceOf, printedMessage, printedName } from './printed-text.ts';
import type { Texts } from './statement-options.ts';

/** What a line says, in the form that CODA has for it. */
export function communicationOf(line: BankLine, texts: Texts): Communication {
  if (line.mandateId !== null && line.creditorId !== null) {
    return directDebit(line, line.mandateId, line.creditorId, texts);
  }
  if (line.cardReference !== null) return cardPayment(line, line.cardReference, texts);
  return referenceOf(line) ?? { structuredType: null, text: printedMessage(line, texts) };
}

/** An OGM or a creditor reference and nothing else. Type 102: the payer wrote it as free text, and the bank saw it. */
function referenceOf({ remittanceInformation, remittanceInformationType }: BankLine): Communication | undefined {
  const message = remittanceInformation ?? '';
  const isStructured = remittanceInformationType === 'structured';
  const ogm = parseStructuredCommunication(message);
  if (ogm !== undefined) return { structuredType: isStructured ? '101' : '102', text: ogm };
  const creditorReference = isStructured ? parseCreditorReference(message) : undefined;
  return creditorReference === undefined ? undefined : { structuredType: '100', text: creditorReference };
}

function directDebit(line: BankLine, mandateId: string, creditorId: string, texts: Texts): Communication {
  const recurrentCorePaid = '110';
  const paid = '0';
  // prettier-ignore
  const said = date(line.valueDate) + recurrentCorePaid + text(creditorId, 35) + text(mandateId, 35) +
    text(printedMessage(line, texts), 62) + paid + text(null, 4);
  return { structuredType: '127', text: said };
}

/** The terminal has room for 16 characters of a name. */
function cardPayment(line: BankLine, cardNumber: string, texts: Texts): Communication {
  const bancontact = '1';
  const otherPurchase = '5';
  const hour = 8 + choiceOf(line, 'hour', 12);
  // prettier-ignore
  const said = text(cardNumber.replace(/\D/g, '0'), 16) + bancontact +
    digits(choiceOf(line, 'terminal', 1_000_000), 6) + digits(choiceOf(line, 'sequence', 1_000_000), 6) +
    date(line.executionDate) + digits(hour, 2) + digits(choiceOf(line, 'minute', 60), 2) + otherPurchase +
    text(printedName(line.counterpartName, texts), 16) + text(null, 10);
  return { structuredType: '113', text: said };
}

/** How the tax in a cost was worked out. */
export function valueAddedTax(taxThousandths: bigint, baseThousandths: bigint): Communication {
  const percentage = digits(2_100_000_000, 12); // 21, with eight decimals
  const noMinimum = '2';
  return { structuredType: '106', text: amount(taxThousandths) + amount(baseThousandths) + percentage + noMinimum };
}
