import type { LineKind } from '../decision.ts';
import { isLive } from '../memory.ts';
import { nameKeyOf } from '../text/names.ts';
import type { Evidence } from './evidence.ts';

/**
 * What a line is when it pays no document. `isSure`: never look for a document at all. Otherwise a reference to a
 * document still counts for more (a card may pay an invoice, and a supplier may lend money).
 */
export type Classification = Readonly<{ kind: LineKind; isSure: boolean }>;

export function classify(evidence: Evidence): Classification | undefined {
  return firstAnswer(questions, evidence);
}

/** Whether `classify` gives an answer that is sure: asked of nearly every line, so the words of names are read last. */
export function isSurelyOther(evidence: Evidence): boolean {
  const answer = firstAnswer(questionsBeforeNames, evidence);
  return answer ? answer.isSure : isBatchByText(evidence) !== undefined && isProvider(evidence) === undefined;
}

function firstAnswer(asked: readonly Question[], evidence: Evidence): Classification | undefined {
  for (const question of asked) {
    const answer = question(evidence);
    if (answer) return answer;
  }
  return undefined;
}

type Question = (evidence: Evidence) => Classification | undefined;

const isOwnTransfer: Question = (evidence) =>
  evidence.isOwnTransfer ? { kind: 'own_transfer', isSure: true } : undefined;

/** Bank transaction codes of ISO 20022: domain, family, sub-family. */
const isByCode: Question = ({ line: { bankTransactionCode: code, amountMinor } }) => {
  if (code === undefined || code === '' || ordinaryCodes.has(code)) return undefined;
  const isIncoming = amountMinor > 0n;
  if (code.startsWith('PMNT-IDDT') || code.startsWith('PMNT-RDDT')) return ofDirectDebit(code, isIncoming);
  if (/^PMNT-[IR]CDT-(RRTN|RJCT)/.test(code)) return { kind: 'returned_payment', isSure: true };
  if (code.endsWith('-SALA') && !isIncoming) return { kind: 'salary', isSure: false };
  if (/^PMNT-(CCRD|MCRD)/.test(code)) {
    return { kind: isIncoming ? 'provider_payout' : 'card_payment', isSure: isIncoming };
  }
  if (code.startsWith('PMNT-CNTR')) return { kind: 'cash', isSure: false };
  if (/-(CHRG|COMM|FEES)$/.test(code)) return { kind: 'bank_cost', isSure: true };
  if (/-(INTR)$/.test(code)) return { kind: 'interest', isSure: true };
  if (code.endsWith('-TAXE')) return { kind: 'tax', isSure: false };
  return code.startsWith('LDAS') ? { kind: 'loan', isSure: false } : undefined;
};

/** Transfers within the euro area, in and out: what nearly all lines are. */
const ordinaryCodes = new Set(['PMNT-RCDT-ESCT', 'PMNT-ICDT-ESCT']);

/** As creditor we collect (credit) and take back (debit); as debtor a supplier collects, which pays his invoice. */
function ofDirectDebit(code: string, isIncoming: boolean): Classification | undefined {
  if (code.startsWith('PMNT-RDDT')) return isIncoming ? { kind: 'returned_payment', isSure: true } : undefined;
  return { kind: isIncoming ? 'direct_debit_batch' : 'returned_debit', isSure: true };
}

/** R-transactions of banks that send no code: their reason and the word for it. */
const isReturnByText: Question = ({ line: { amountMinor, remittanceInformation = '', endToEndId = '' } }) =>
  amountMinor < 0n &&
  returnReasons.test(remittanceInformation) &&
  (returnWords.test(remittanceInformation) || endToEndId !== '')
    ? { kind: 'returned_debit', isSure: returnWords.test(remittanceInformation) }
    : undefined;
const returnReasons = /\b(?:AC0[146]|AG0[12]|AM04|MD0[167]|MS0[23]|SL01)\b/;
const returnWords = /domicili|incasso|direct debit|\bSDD\b|impay|weiger/i;

const isProvider: Question = ({ line: { amountMinor, counterpartName = '' } }) =>
  amountMinor > 0n && providers.test(counterpartName) ? { kind: 'provider_payout', isSure: false } : undefined;

/** Our own collection file comes in as one sum. */
const isBatchByText: Question = ({ line: { amountMinor, remittanceInformation = '', counterpartName }, books }) =>
  amountMinor > 0n &&
  /\bSDD\b|\bincasso\b|domicili/i.test(remittanceInformation) &&
  (counterpartName === undefined || nameKeyOf(counterpartName) === books.ownNameKey)
    ? { kind: 'direct_debit_batch', isSure: true }
    : undefined;

/** Only money that goes out: nobody pays an invoice with the word for wages in it, but a refund may be named oddly. */
const isByWords: Question = ({ line }) => {
  const { amountMinor, remittanceInformation = '', counterpartName = '', counterpartReference } = line;
  if (
    counterpartReference === undefined &&
    /kosten|frais|int[eé]r[eê]st|bijdrage rekening|commission/i.test(remittanceInformation)
  ) {
    return { kind: 'bank_cost', isSure: false };
  }
  if (amountMinor > 0n) return undefined;
  const found = wordings.find(({ names, text }) => names?.test(counterpartName) ?? text?.test(remittanceInformation));
  return found && { kind: found.kind, isSure: false };
};

const wordings: readonly Readonly<{ kind: LineKind; names?: RegExp; text?: RegExp }>[] = [
  {
    kind: 'tax',
    names:
      /\bFOD FINAN|\bSPF FINAN|BTW.?ONTV|RECETTES? TVA|\bRSZ\b|\bONSS\b|BELASTING|PR[EÉ]COMPTE|BEDRIJFSVOORHEFFING|VLABEL/i,
  },
  { kind: 'salary', text: /\b(?:loon|lonen|wedde|salaris|salaires?|traitement|vakantiegeld|p[eé]cule)\b/i },
  {
    kind: 'loan',
    text: /\b(?:aflossing|krediet|kapitaalaflossing|remboursement (?:cr[eé]dit|pr[eê]t)|mensualit[eé])\b/i,
  },
  { kind: 'card_payment', text: /betaling met (?:bank)?kaart|paiement par carte|bancontact|maestro/i },
];

/** What people said of lines of this account, twice at least, and of an account of nobody in the books. */
const isLearned: Question = ({ account, books: { memory, relations, today } }) => {
  if (account === undefined) return undefined;
  const [entry] = memory.about('no_document', account);
  if (!entry || entry.confirmations < 2 || !isLive(entry, today)) return undefined;
  const isSomebody = relations.withAccount(account).length > 0 || memory.has('iban', account);
  return isSomebody ? undefined : { kind: 'no_document', isSure: false };
};

/** Whole words. */
const providers =
  /(?<![a-z0-9])(?:mollie|stripe|adyen|paypal|worldline|ccv|payconiq|bancontact|sumup|buckaroo|multisafepay|klarna|zettle|vivawallet)(?![a-z0-9])/i;

const questionsBeforeNames: readonly Question[] = [isOwnTransfer, isByCode, isReturnByText];
const questions: readonly Question[] = [...questionsBeforeNames, isProvider, isBatchByText, isByWords, isLearned];
