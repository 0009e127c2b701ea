import { findStructuredCommunication } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { Decision, Explanation } from './decision.ts';
import type { BankLine, LedgerEvent, LedgerSettings, MemoryEntry, OpenDocument, Relation } from './model.ts';

/** Stands with every decision, so that an old one can be explained. Raise it when decisions change. */
export const matcherVersion = '2.0';

export type Ledger = Readonly<{
  putRelation: (relation: Relation) => void;
  /** Takes the place of what was known of this document. */
  putDocument: (document: OpenDocument) => void;
  /** A line that is not booked. */
  putLine: (line: BankLine) => void;
  putMemory: (entries: readonly MemoryEntry[]) => void;
  /**
   * Decides on every line that is not booked. What it books itself is taken as booked from then on, also by what comes
   * later in the same run. The answer does not depend on the order in which things were put.
   */
  match: (input: { today: IsoDate }) => Decision[];
  /** @returns the entries that changed, for the caller to store */
  learn: (event: LedgerEvent, on: IsoDate) => MemoryEntry[];
  explain: (lineId: string, documentId: string) => Explanation | undefined;
}>;

/** The open lines and documents of one company, and what it taught. Pure: no clock, no input, no output. */
export function createLedger({ ownAccounts }: LedgerSettings): Ledger {
  const documents = new Map<string, OpenDocument>();
  const lines = new Map<string, BankLine>();

  return {
    putRelation: () => undefined,
    putDocument: (document) => void documents.set(document.id, document),
    putLine: (line) => void lines.set(line.id, line),
    putMemory: () => undefined,
    match: () => [...lines.values()].map(decide),
    learn: () => [],
    explain: () => undefined,
  };

  function decide(line: BankLine): Decision {
    const communication = findStructuredCommunication(line.remittanceInformation ?? '');
    const named = [...documents.values()].filter((one) => one.structuredCommunication === communication);
    const [document] = named;
    const none: Decision = {
      lineId: line.id,
      outcome: 'none',
      level: 'none',
      kind: undefined,
      rule: undefined,
      automation: 'learned',
      allocations: [],
      confidence: 0,
      reasons: [],
      vetoes: [],
      alternatives: [],
      pairedLineId: undefined,
    };
    if (ownAccounts.includes(line.counterpartReference ?? '')) return none;
    if (communication === undefined || !document || named.length > 1) return none;
    if (document.status !== 'open' || document.openMinor !== line.amountMinor) return none;
    if (document.kind !== 'sales_invoice' || document.currency !== line.currency) return none;
    documents.set(document.id, { ...document, openMinor: 0n, status: 'closed' });
    return {
      ...none,
      outcome: 'booked',
      level: 'certain',
      rule: 'exact-reference',
      automation: 'exact',
      allocations: [{ documentId: document.id, amountMinor: document.openMinor }],
      confidence: 0.9995,
      reasons: [
        { code: 'structured_communication', documentId: document.id, matchedText: line.remittanceInformation },
        { code: 'amount_exact', documentId: document.id },
      ],
    };
  }
}
