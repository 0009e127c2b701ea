import type { BankTransaction, TransferOfPayment } from '@onfact-ponto/db';
import { idPrefix } from './transfer-plan.ts';

/** A transfer of ours and a line of the bank that tells of it. */
export type SeenTransfer = Readonly<{ transfer: TransferOfPayment; line: BankTransaction }>;

export type FoundDebits = Readonly<{
  /** Each transfer with the line that proves it; the transfers of a batch share one. */
  seen: readonly SeenTransfer[];
  /** The line carries our id, and not what the user approved. */
  different: readonly SeenTransfer[];
  /** The line carries our id and what the user approved, and another line proves that already. */
  again: readonly SeenTransfer[];
}>;

/**
 * Which lines of the bank prove which transfers: by our own end-to-end id; a line for the sum of a batch by the
 * reference of the batch; what lost its id by amount, account and communication together. Where two transfers, or two
 * lines, fit equally well without an id, nothing is said.
 * @param transfers also those that were seen before, when a line carries their id
 * @param debits in the order in which the bank booked them
 */
export function findDebits(transfers: readonly TransferOfPayment[], debits: readonly BankTransaction[]): FoundDebits {
  const named = namedPairs(transfers, debits);
  const isSeen = ({ transfer }: SeenTransfer) => transfer.item.bankTransactionId !== null;
  const { firsts, others } = firstOfEach(named.filter((pair) => isAsApproved(pair) && !isSeen(pair)));
  const taken = new Set(named.map(({ line }) => line));
  const found = new Set(firsts.map(({ transfer }) => transfer));
  const rest = transfers.filter((transfer) => transfer.item.bankTransactionId === null && !found.has(transfer));
  const free = debits.filter((line) => !taken.has(line));

  const batches = findBatches(rest, free);
  const batched = new Set(batches.map(({ transfer }) => transfer));
  const lines = new Set(batches.map(({ line }) => line));
  const nameless = onlyOnes(
    pairsOf(
      rest.filter((transfer) => !batched.has(transfer) && isOnItsWay(transfer)),
      free.filter((line) => !lines.has(line)),
    ).filter(saysTheSame),
  );
  return {
    seen: [...firsts, ...batches, ...nameless],
    different: named.filter((pair) => !isAsApproved(pair)),
    again: [...others, ...named.filter((pair) => isAsApproved(pair) && isSeen(pair))],
  };
}

/** Lines that carry the id of a transfer. */
export function namedPairs(transfers: readonly TransferOfPayment[], lines: readonly BankTransaction[]): SeenTransfer[] {
  const byId = Map.groupBy(lines, ({ endToEndId }) => endToEndId ?? '');
  return transfers.flatMap((transfer) =>
    (byId.get(transfer.item.endToEndId) ?? []).map((line) => ({ transfer, line })),
  );
}

/** One line proves a transfer. A second one with its id is a second payment. */
export function firstOfEach(pairs: readonly SeenTransfer[]): { firsts: SeenTransfer[]; others: SeenTransfer[] } {
  const groups = [...Map.groupBy(pairs, ({ transfer }) => transfer).values()];
  return { firsts: groups.flatMap((group) => group.slice(0, 1)), others: groups.flatMap((group) => group.slice(1)) };
}

function isAsApproved({ transfer: { item }, line }: SeenTransfer): boolean {
  const isSameAccount = line.counterpartReference === null || line.counterpartReference === item.creditorIban;
  return line.amountMinor === -item.amountMinor && line.currency === 'EUR' && isSameAccount;
}

/** A whole bulk payment in one line, under its reference. */
function findBatches(transfers: readonly TransferOfPayment[], debits: readonly BankTransaction[]): SeenTransfer[] {
  const payments = Map.groupBy(transfers, ({ payment }) => payment.paymentInitiationId);
  return [...payments.values()].flatMap((parts) => {
    const payment = parts[0]?.payment;
    const sum = parts.reduce((total, { item }) => total + item.amountMinor, 0n);
    if (!payment?.isBulk || sum !== payment.totalMinor) return [];
    const [line, ...others] = debits.filter(
      (debit) => debit.amountMinor === -payment.totalMinor && textOf(debit).includes(comparable(payment.reference)),
    );
    return line && others.length === 0 ? parts.map((transfer) => ({ transfer, line })) : [];
  });
}

/**
 * Whether money may be leaving. Of what waits for its signature none is: a line that says the same was paid by hand at the
 * bank, and to call the payment executed would leave it at Ponto to be signed.
 */
function isOnItsWay({ payment }: TransferOfPayment): boolean {
  return ['signed', 'accepted', 'handed_out', 'unknown'].includes(payment.state);
}

export function pairsOf(transfers: readonly TransferOfPayment[], debits: readonly BankTransaction[]): SeenTransfer[] {
  return transfers.flatMap((transfer) => debits.map((line) => ({ transfer, line })));
}

function saysTheSame(pair: SeenTransfer): boolean {
  const { item, payment } = pair.transfer;
  const { line } = pair;
  if (!isAsApproved(pair) || line.counterpartReference !== item.creditorIban) return false;
  if (line.bankAccountId !== payment.bankAccountId || line.endToEndId?.startsWith(idPrefix)) return false;
  const communication = comparable(item.remittanceInformation ?? '');
  return communication !== '' && textOf(line).includes(communication);
}

/** Pairs of which neither side stands in another pair. */
export function onlyOnes(pairs: readonly SeenTransfer[]): SeenTransfer[] {
  const byTransfer = Map.groupBy(pairs, ({ transfer }) => transfer);
  const byLine = Map.groupBy(pairs, ({ line }) => line);
  return pairs.filter(({ transfer, line }) => byTransfer.get(transfer)?.length === 1 && byLine.get(line)?.length === 1);
}

export function textOf({ remittanceInformation, additionalInformation, description }: BankTransaction): string {
  return comparable([remittanceInformation, additionalInformation, description].join(' '));
}

/** Letters and digits: banks set their own signs and blanks between them. */
export function comparable(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
