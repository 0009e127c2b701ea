import type { Explanation, PayableDocument } from '@onfact-ponto/api-contract';
import type { Language } from '#lib/i18n/language.ts';
import type { Server } from './server-calls.ts';
import { besideLine, type SplitRow, suggestedFor, typedText } from './split.ts';
import type { Panel } from './view.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What one is doing with the chosen line, until it is decided or left: a panel, a split, a "why". */
export class LineWork {
  panel = $state<Panel>();
  /** Documents of the split, with what was typed beside each. */
  rows = $state.raw<readonly SplitRow[]>([]);
  explanation = $state.raw<Explanation>();

  private readonly bench: Workbench;
  private readonly server: Server;
  private readonly language: Language;

  constructor(bench: Workbench, server: Server, language: Language) {
    this.bench = bench;
    this.server = server;
    this.language = language;
  }

  begin(panel: Panel | undefined, explanation?: Explanation): void {
    this.panel = panel;
    this.rows = [];
    this.explanation = explanation;
  }

  /** From what was searched, else from the chosen proposal. */
  split(searched: readonly PayableDocument[]): void {
    this.rows = [];
    for (const document of searched) this.add(document);
    const line = this.bench.current;
    if (!line || searched.length > 0) return;
    this.rows = (this.bench.choice?.allocations ?? []).map(({ document, amount }) => ({
      document,
      typed: typedText(besideLine(amount, line.unmatched), this.language),
    }));
  }

  add(document: PayableDocument): void {
    const line = this.bench.current;
    if (!line) return;
    const typed = suggestedFor(document, line.unmatched, this.rows, this.language);
    this.rows = [...this.rows, { document, typed }];
  }

  /** @returns whether there is an answer */
  async explain(documentId: string | undefined): Promise<boolean> {
    const lineId = this.bench.currentId;
    if (lineId === undefined) return true;
    const found = await this.server.explain(lineId, documentId);
    if (lineId === this.bench.currentId) this.explanation = found;
    return found !== undefined;
  }
}
