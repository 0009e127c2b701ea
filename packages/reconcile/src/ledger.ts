import type { IsoDate } from '@onfact-ponto/primitives';
import { createBooks } from './books/books.ts';
import { dayNumberOf } from './books/day-number.ts';
import { decide } from './decide.ts';
import type { Decision, Explanation } from './decision.ts';
import { Evidence } from './evidence/evidence.ts';
import { explain } from './explain.ts';
import { teach } from './lessons.ts';
import { runPasses } from './match-run.ts';
import type {
  Allocation,
  BankLine,
  LedgerEvent,
  LedgerSettings,
  MemoryEntry,
  OpenDocument,
  Relation,
} from './model.ts';
import { settledBy } from './rules/finding.ts';
import { pairOwnTransfers } from './own-transfers.ts';

/** Stands with every decision, so that an old one can be explained. Raise it when decisions change. */
export const matcherVersion = '2.2';

export type Ledger = Readonly<{
  putRelation: (relation: Relation) => void;
  /** Takes the place of what was known of this document. */
  putDocument: (document: OpenDocument) => void;
  /** A line that is not booked. Takes the place of what was known of it. */
  putLine: (line: BankLine) => void;
  putMemory: (entries: readonly MemoryEntry[]) => void;
  /**
   * Decides on every line that is not booked. What it books itself is taken as booked from then on. The answer does not
   * depend on the order in which things were put; lines come back by id.
   */
  match: (input: { today: IsoDate }) => Decision[];
  /**
   * Takes over what became of a line, and learns from it.
   * @returns the entries that changed, for the caller to store; one without confirmations and contradictions is gone
   * @throws Error when the line was never put
   */
  learn: (event: LedgerEvent, on: IsoDate) => MemoryEntry[];
  /** Why this document, and why not? Undefined when the ledger does not know the line, decided on it, or the document. */
  explain: (lineId: string, documentId: string) => Explanation | undefined;
}>;

type KnownLine = { readonly line: BankLine; decision: Decision | undefined };

/** The open lines and documents of one company, and what it taught. Pure: no clock, no input, no output. */
export function createLedger(settings: LedgerSettings): Ledger {
  const books = createBooks(settings);
  const lines = new Map<string, KnownLine>();
  const openLines = new Map<string, KnownLine>();

  return {
    putRelation: (relation) => books.relations.put(relation),
    putDocument: (document) => books.documents.put(document),
    putLine(line) {
      const known = { line, decision: lines.get(line.id)?.decision };
      lines.set(line.id, known);
      openLines.set(line.id, known);
    },
    putMemory: (entries) => entries.forEach((entry) => books.memory.put(entry)),
    match,
    learn,
    explain(lineId, documentId) {
      const { line, decision } = lines.get(lineId) ?? {};
      const item = books.documents.find(documentId);
      return line && decision && item && { ...explain(new Evidence(line, books), decision, item), matcherVersion };
    },
  };

  function match({ today }: { today: IsoDate }): Decision[] {
    books.today = dayNumberOf(today);
    const open = [...openLines.values()].sort((left, right) => (left.line.id < right.line.id ? -1 : 1));
    const considered = open.map(({ line }) => new Evidence(line, books));
    books.waiting.begin(considered);
    const pairs = pairOwnTransfers(considered);
    return runPasses(considered, books).map((result, at) => {
      const { id } = result.evidence.line;
      const decision = decide(result, pairs.get(id));
      const known = open[at];
      if (known) known.decision = decision;
      if (result.booked) openLines.delete(id);
      return decision;
    });
  }

  function learn(event: LedgerEvent, on: IsoDate): MemoryEntry[] {
    const known = lines.get(event.lineId);
    if (!known) throw new Error(`Line ${event.lineId} was never put`);
    const { line } = known;
    const isOpen = openLines.has(line.id);
    if ((event.type === 'booked' || event.type === 'confirmed') && isOpen) {
      openLines.delete(line.id);
      lower(event.allocations, -1n);
    }
    if (event.type === 'undone' && !isOpen) {
      openLines.set(line.id, known);
      lower(event.allocations, 1n);
    }
    return teach(books, line, withProposal(event), on);
  }

  /** A hand that books what was suggested first says that the suggestion was right. */
  function withProposal(event: LedgerEvent): LedgerEvent {
    if (event.type !== 'confirmed' || event.proposed) return event;
    const decision = lines.get(event.lineId)?.decision;
    if (decision?.outcome !== 'suggested' || decision.evidenceClass === undefined) return event;
    const isRight = isSame(decision.allocations, event.allocations);
    return { ...event, proposed: { evidenceClass: decision.evidenceClass, isRight } };
  }

  function lower(allocations: readonly Allocation[], sign: 1n | -1n): void {
    for (const allocation of allocations) {
      const item = books.documents.find(allocation.documentId);
      if (!item) continue;
      const open = item.openMinor + sign * settledBy(allocation);
      const { totalMinor } = item.document;
      books.documents.setOpen(item, open < 0n ? 0n : open > totalMinor ? totalMinor : open);
    }
  }
}

function isSame(left: readonly Allocation[], right: readonly Allocation[]): boolean {
  const keys = new Set(left.map(({ documentId, amountMinor }) => `${documentId} ${amountMinor}`));
  return (
    left.length === right.length &&
    right.every(({ documentId, amountMinor }) => keys.has(`${documentId} ${amountMinor}`))
  );
}
