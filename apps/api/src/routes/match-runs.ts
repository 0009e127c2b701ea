import * as application from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { readRunCursor, writeRunCursor } from './reconciliation-cursors.ts';
import { matchRunOf, totalsOf } from './reconciliation-shape.ts';
import { momentOrNull } from './wire-values.ts';

/** Lines that are matched, and freed, together. */
export function matchRunRoutes() {
  return createRouter()
    .openapi({ ...contract.acceptCertain, middleware: once }, async (c) => {
      const { shown, ...input } = c.req.valid('json');
      const { run, totals, until, ...figures } = await application.acceptCertain(c.var.context, {
        ...input,
        shown: shown && { lineCount: shown.lineCount, until: new Date(shown.until) },
      });
      const shape = { run: run ? matchRunOf(run) : null, totals: totalsOf(totals), until: momentOrNull(until) };
      return c.json({ ...figures, ...shape }, 200);
    })
    .openapi(contract.listMatchRuns, async (c) => {
      const { after, limit } = c.req.valid('query');
      const page = await application.listMatchRuns(c.var.context, {
        after: after === undefined ? undefined : readRunCursor(after),
        limit: limit + 1,
      });
      const items = page.slice(0, limit);
      const last = items.at(-1);
      const next = page.length > limit && last ? writeRunCursor(last) : null;
      return c.json({ items: items.map(matchRunOf), next }, 200);
    })
    .openapi({ ...contract.undoMatchRun, middleware: once }, async (c) => {
      await application.undoMatchRun(c.var.context, c.req.valid('param'));
      return c.json(matchRunOf(await application.getMatchRun(c.var.context, c.req.valid('param'))), 200);
    });
}
