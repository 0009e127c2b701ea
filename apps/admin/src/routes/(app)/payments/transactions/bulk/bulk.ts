import type { Amount, IgnoreReason } from '@onfact-ponto/api-contract';

/** What the list asks to be done with many lines, and what comes of it. */

/** Ticked lines, or everything that the filters of this address find. */
export type Chosen = Readonly<{ ids: readonly string[] } | { address: string }>;

export type BulkUndo = Readonly<{ type: 'ignore'; ignoredAt: string } | { type: 'accept'; matchRunId: string }>;

export type BulkRequest = Readonly<
  | { what: 'ignore'; chosen: Chosen; reason: IgnoreReason; dryRun: boolean }
  | { what: 'accept'; chosen: Chosen; shown: { lineCount: number; until: string } | undefined; dryRun: boolean }
  | { what: 'undo'; undo: BulkUndo }
>;

export type BulkResult = Readonly<{
  lineCount: number;
  /** Found, and left as they are. */
  skippedCount: number;
  /** Shown by the dry run, and not done: somebody or something was first. */
  staleCount: number;
  totals: readonly Amount[];
  /** Of what a dry run found: send it back with what is then asked. */
  until: string | null;
  undo: BulkUndo | null;
}>;

/** Why it was refused: a code of the api, or that nothing usable came back. */
export type BulkRefusal = Readonly<{ refused: string; details: Readonly<Record<string, string>> }>;

export async function sendBulk(request: BulkRequest): Promise<BulkResult | BulkRefusal> {
  try {
    const answer = await fetch('/payments/transactions/bulk', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (answer.redirected) return { refused: 'unauthenticated', details: {} };
    const said = (await answer.json()) as BulkResult | BulkRefusal;
    return answer.ok || 'refused' in said ? said : { refused: 'unreachable', details: {} };
  } catch {
    return { refused: 'unreachable', details: {} };
  }
}
