import { mergeSources } from '../statement-import/merge-sources.ts';
import type {
  Coverage,
  Displacement,
  IncomingLine,
  LedgerLine,
  LineFacts,
  MergeDecision,
  Source,
} from '../statement-import/merge-types.ts';

/** What a source told, under the source's own id. */
export type Told = Readonly<{ sourceId: string; facts: LineFacts }>;
type ToldDetail = Told & { witness: Told | undefined };
export type MemoryLine = {
  readonly id: string;
  ponto: Told | undefined;
  coda: Told | undefined;
  isTotal: boolean;
  parts: ToldDetail[];
  isToldInTotal: boolean;
  isAllocated: boolean;
};
export type Doubt = Readonly<{ source: Source; line: IncomingLine; decision: MergeDecision }>;

/** The ledger of one account, kept as the database keeps it: it applies what joining decides, and asks about doubts again. */
export class MemoryLedger {
  readonly lines = new Map<string, MemoryLine>();
  readonly doubts = new Map<string, Doubt>();
  /** Totals that lines told one by one: they do not count. */
  readonly totalsTold: string[] = [];
  private readonly isKnown = new Set<string>();
  private count = 0;

  arrive(source: Source, arriving: readonly IncomingLine[], coverage: Coverage): void {
    const fresh = arriving.filter(({ id }) => !this.isKnown.has(`${source} ${id}`));
    for (const { id } of fresh) this.isKnown.add(`${source} ${id}`);
    this.merge(source, [...fresh, ...this.takeDoubts(source)], coverage);
    const other = source === 'ponto' ? 'coda' : 'ponto';
    for (const again of [other, source] as const) this.merge(again, this.takeDoubts(again), coverage);
  }

  private takeDoubts(source: Source): IncomingLine[] {
    const again = [...this.doubts.values()].filter((doubt) => doubt.source === source).map(({ line }) => line);
    for (const { id } of again) this.doubts.delete(`${source} ${id}`);
    return again;
  }

  private merge(source: Source, incoming: readonly IncomingLine[], coverage: Coverage): void {
    if (incoming.length === 0) return;
    const ledger = [...this.lines.values()].map(ledgerLineOf);
    const { decisions, totalsTold } = mergeSources({ source, incoming, ledger, coverage });
    const all = [...decisions.values()];
    this.displace(
      source,
      all.flatMap((decision) => (decision.outcome === 'same' ? decision.displaced : [])),
    );
    const lineOfIncoming = new Map<string, MemoryLine>();
    for (const line of incoming) {
      const decision = decisions.get(line.id);
      if (!decision) throw new Error(`No decision for ${line.id}`);
      const made = this.apply(source, line, decision);
      if (made) lineOfIncoming.set(line.id, made);
    }
    for (const { ledgerId, incomingIds, ledgerIds } of totalsTold) {
      this.lines.delete(ledgerId);
      this.totalsTold.push(ledgerId);
      for (const id of incomingIds) this.mustBe(lineOfIncoming.get(id)).isToldInTotal = true;
      for (const id of ledgerIds) this.lineAt(id).isToldInTotal = true;
    }
  }

  private displace(source: Source, displacements: readonly Displacement[]): void {
    const taken = displacements.map(({ from, to }) => ({ told: this.mustBe(this.lineAt(from)[source]), to }));
    for (const { from } of displacements) this.lineAt(from)[source] = undefined;
    for (const { told, to } of taken) {
      const line = to === 'new-line' ? this.add() : this.lineAt(to);
      if (line[source]) throw new Error('Two witnesses of one source on one line');
      line[source] = told;
    }
  }

  private apply(source: Source, line: IncomingLine, decision: MergeDecision): MemoryLine | undefined {
    switch (decision.outcome) {
      case 'new':
        return this.take(this.add(), source, line);
      case 'same':
        return this.take(this.lineAt(decision.ledgerId), source, line);
      case 'doubtful':
        this.doubts.set(`${source} ${line.id}`, { source, line, decision });
        return undefined;
      case 'in_parts':
        decision.parts.forEach((part, index) => {
          const detail = { ...this.mustBe(line.parts[index]), id: `${line.id}/${index}`, parts: [], isTotal: false };
          this.take(part.outcome === 'new' ? this.add() : this.lineAt(part.ledgerId), 'coda', detail);
        });
        return undefined;
      case 'total_of':
        for (const id of decision.ledgerIds) this.lineAt(id).isToldInTotal = true;
        this.totalsTold.push(line.id);
        return undefined;
      case 'part_of': {
        const part = this.lineAt(decision.ledgerId).parts.find(({ sourceId }) => sourceId === decision.partId);
        if (!part || part.witness) throw new Error('No such detail, or told already');
        part.witness = { sourceId: line.id, facts: line };
        return undefined;
      }
    }
  }

  private take(line: MemoryLine, source: Source, incoming: IncomingLine): MemoryLine {
    if (line[source]) throw new Error('Two lines of one source became one');
    line[source] = { sourceId: incoming.id, facts: incoming };
    if (source === 'coda') {
      line.isTotal = incoming.isTotal;
      line.parts = incoming.parts.map((facts, index) => ({
        sourceId: `${incoming.id}/${index}`,
        facts,
        witness: undefined,
      }));
    }
    return line;
  }

  private add(): MemoryLine {
    this.count += 1;
    const id = `line-${this.count}`;
    const line: MemoryLine = {
      id,
      ponto: undefined,
      coda: undefined,
      isTotal: false,
      parts: [],
      isToldInTotal: false,
      isAllocated: false,
    };
    this.lines.set(id, line);
    return line;
  }

  private lineAt(id: string): MemoryLine {
    return this.mustBe(this.lines.get(id));
  }

  private mustBe<Value>(value: Value | undefined): Value {
    if (value === undefined) throw new Error('Joining names what is not there');
    return value;
  }
}

function ledgerLineOf({ id, ponto, coda, isTotal, parts, isToldInTotal, isAllocated }: MemoryLine): LedgerLine {
  return {
    id,
    ponto: ponto?.facts ?? null,
    coda: coda?.facts ?? null,
    isAllocated,
    isTotal,
    isToldInTotal,
    parts: parts.map(({ sourceId, facts, witness }) => ({
      ...facts,
      id: sourceId,
      isWitnessed: witness !== undefined,
    })),
  };
}
