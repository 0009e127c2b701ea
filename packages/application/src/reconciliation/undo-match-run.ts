import { inCompany, listActiveAllocations, lockMatchRun, markRunUndone } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { takeBack } from './take-back.ts';
import { teach, undoneLessons } from './teach.ts';

/**
 * Frees every line that a run booked and that is still booked by it; what a person did with a line since then stays.
 * All or nothing.
 * @throws match_run_not_found, match_run_already_undone
 */
export async function undoMatchRun(
  context: Context,
  { matchRunId }: { matchRunId: string },
): Promise<{ undoneCount: number }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const run = await lockMatchRun(tx, { companyId, matchRunId });
    if (!run) throw new ApplicationError('match_run_not_found');
    if (run.undoneAt) throw new ApplicationError('match_run_already_undone', { by: run.undoneBy ?? '' });

    const undone = await takeBack(
      tx,
      context,
      await listActiveAllocations(tx, companyId, { matchRunId }),
      'run_undone',
    );
    await teach(tx, context, undoneLessons(undone));
    await markRunUndone(tx, run, { undoneAt: context.clock.now(), undoneBy: nameOf(context.actor) });
    await recordAudit(tx, context, {
      action: 'match-run.undo',
      subject: { type: 'match-run', id: matchRunId },
      facts: { allocationCount: String(undone.length) },
    });
    return { undoneCount: undone.length };
  });
}
