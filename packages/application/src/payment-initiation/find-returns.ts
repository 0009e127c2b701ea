import type { BankTransaction, TransferOfPayment } from '@onfact-ponto/db';
import { comparable, firstOfEach, namedPairs, onlyOnes, pairsOf, textOf } from './find-debits.ts';
import type { SeenTransfer } from './find-debits.ts';

export type FoundReturns = Readonly<{
  /** Each transfer with the line by which its money came back. */
  returned: readonly SeenTransfer[];
  /** The line carries our id, and not the amount that left. */
  different: readonly SeenTransfer[];
}>;

/** A transfer that the bank sent back, or did not take, in the codes of ISO 20022. */
export const returnCodes = /^PMNT-[IR]CDT-(RRTN|RJCT)/;

/**
 * By which lines money came back that had left: by our own end-to-end id, or, where the bank calls it a returned transfer
 * without one, by amount, account and communication together. Where two fit equally well, nothing is said.
 * @param transfers that were seen on the account
 * @param credits in the order in which the bank booked them
 */
export function findReturns(
  transfers: readonly TransferOfPayment[],
  credits: readonly BankTransaction[],
): FoundReturns {
  const named = namedPairs(transfers, credits);
  const { firsts } = firstOfEach(named.filter(isWhole));
  const found = new Set(firsts.map(({ transfer }) => transfer));
  const taken = new Set(named.map(({ line }) => line));
  const nameless = onlyOnes(
    pairsOf(
      transfers.filter((transfer) => !found.has(transfer)),
      credits.filter((line) => !taken.has(line)),
    ).filter(saysTheSame),
  );
  return { returned: [...firsts, ...nameless], different: named.filter((pair) => !isWhole(pair)) };
}

function isWhole({ transfer: { item }, line }: SeenTransfer): boolean {
  return line.amountMinor === item.amountMinor && line.currency === 'EUR';
}

function saysTheSame(pair: SeenTransfer): boolean {
  const { item, payment } = pair.transfer;
  const { line } = pair;
  if (!isWhole(pair) || !returnCodes.test(line.bankTransactionCode ?? '')) return false;
  if (line.bankAccountId !== payment.bankAccountId || line.counterpartReference !== item.creditorIban) return false;
  const communication = comparable(item.remittanceInformation ?? '');
  return communication !== '' && textOf(line).includes(communication);
}
