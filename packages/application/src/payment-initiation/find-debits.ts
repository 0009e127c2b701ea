import type { BankTransaction, UnseenTransfer } from '@onfact-ponto/db';

export type SeenTransfer = Readonly<{ transfer: UnseenTransfer; line: BankTransaction }>;

export type FoundDebits = Readonly<{
  /** Each transfer with the line that proves it; the transfers of a batch share one. */
  seen: readonly SeenTransfer[];
  /** The line carries our id, and not what the user approved. */
  different: readonly SeenTransfer[];
}>;

/**
 * Which lines of the bank prove which transfers: by our own end-to-end id; a line for the sum of a batch by the
 * reference of the batch; what lost its id by amount, account and communication together. Where two transfers, or two
 * lines, fit equally well, nothing is said.
 */
export function findDebits(transfers: readonly UnseenTransfer[], debits: readonly BankTransaction[]): FoundDebits {
  const byId = Map.groupBy(debits, ({ endToEndId }) => endToEndId ?? '');
  const named = transfers.flatMap((transfer) => {
    const lines = byId.get(transfer.item.endToEndId) ?? [];
    return lines.map((line) => ({ transfer, line }));
  });
  const seen = onlyOnes(named.filter(isAsApproved));
  const taken = new Set(named.map(({ line }) => line));
  const rest = transfers.filter((transfer) => !seen.some((one) => one.transfer === transfer));
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
  return { seen: [...seen, ...batches, ...nameless], different: named.filter((pair) => !isAsApproved(pair)) };
}

function isAsApproved({ transfer: { item }, line }: SeenTransfer): boolean {
  const isSameAccount = line.counterpartReference === null || line.counterpartReference === item.creditorIban;
  return line.amountMinor === -item.amountMinor && line.currency === 'EUR' && isSameAccount;
}

/** A whole bulk payment in one line, under its reference. */
function findBatches(transfers: readonly UnseenTransfer[], debits: readonly BankTransaction[]): SeenTransfer[] {
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

function isOnItsWay({ payment }: UnseenTransfer): boolean {
  return ['signed', 'accepted', 'handed_out', 'unknown', 'awaiting_signature'].includes(payment.state);
}

function pairsOf(transfers: readonly UnseenTransfer[], debits: readonly BankTransaction[]): SeenTransfer[] {
  return transfers.flatMap((transfer) => debits.map((line) => ({ transfer, line })));
}

function saysTheSame(pair: SeenTransfer): boolean {
  const { item, payment } = pair.transfer;
  const { line } = pair;
  if (!isAsApproved(pair) || line.counterpartReference !== item.creditorIban) return false;
  if (line.bankAccountId !== payment.bankAccountId || line.endToEndId?.startsWith('OFP')) return false;
  const communication = comparable(item.remittanceInformation ?? '');
  return communication !== '' && textOf(line).includes(communication);
}

/** Pairs of which neither side stands in another pair. */
function onlyOnes(pairs: readonly SeenTransfer[]): SeenTransfer[] {
  const byTransfer = Map.groupBy(pairs, ({ transfer }) => transfer);
  const byLine = Map.groupBy(pairs, ({ line }) => line);
  return pairs.filter(({ transfer, line }) => byTransfer.get(transfer)?.length === 1 && byLine.get(line)?.length === 1);
}

function textOf({ remittanceInformation, additionalInformation, description }: BankTransaction): string {
  return comparable([remittanceInformation, additionalInformation, description].join(' '));
}

/** Letters and digits: banks set their own signs and blanks between them. */
function comparable(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
