import type {
  BankTransaction,
  MatchChoice,
  QueueGroup,
  QueueLine,
  TransactionProposals,
} from '@onfact-ponto/api-contract';

export const queueGroups: readonly QueueGroup[] = ['certain', 'probable', 'none'];

/** Somebody still has to decide about it. */
export function waits({ status }: Pick<BankTransaction, 'status'>): boolean {
  return status === 'to_process' || status === 'proposed' || status === 'partly_matched';
}

/** A line that is not on this page of the queue, or that was read anew, as the queue would show it. */
export function lineFrom(details: TransactionProposals): QueueLine {
  const { transaction, unmatched, choices, looksLike, transferWith, seen, present } = details;
  const first = choices[0] ?? null;
  return {
    transaction,
    unmatched,
    first,
    choiceCount: choices.length,
    looksLike,
    transferWith,
    seen,
    present,
    group: groupOf(first),
  };
}

function groupOf(first: MatchChoice | null): QueueGroup {
  if (first === null || first.level === 'none') return 'none';
  return first.level === 'certain' ? 'certain' : 'probable';
}

/** "2026-114 + 2026-118 − C-031": a credit note goes off. */
export function documentsOf({ allocations }: Pick<MatchChoice, 'allocations'>): string {
  return allocations
    .map(({ document }, index) => {
      const isCreditNote = document.kind === 'sales_credit_note' || document.kind === 'purchase_credit_note';
      return `${index === 0 ? '' : isCreditNote ? ' \u2212 ' : ' + '}${document.number}`;
    })
    .join('');
}

/** Who is paid or pays, where all documents agree. */
export function relationOf({ allocations }: Pick<MatchChoice, 'allocations'>): string | undefined {
  const names = new Set(allocations.map(({ document }) => document.relation.name));
  return names.size === 1 ? ([...names][0] ?? undefined) : undefined;
}
