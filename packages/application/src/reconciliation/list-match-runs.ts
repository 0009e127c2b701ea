import { inCompany, summarizeMatchRuns } from '@onfact-ponto/db';
import type { MatchRunSummary } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** Runs with what they booked, newest first. @param input.after the last one of the page before */
export async function listMatchRuns(
  context: Context,
  { after, limit }: { after?: Pick<MatchRunSummary, 'startedAt' | 'matchRunId'> | undefined; limit: number },
): Promise<MatchRunSummary[]> {
  return inCompany(context.db, context.companyId, (tx) =>
    summarizeMatchRuns(tx, context.companyId, { before: after, limit }),
  );
}

/** @throws match_run_not_found */
export async function getMatchRun(context: Context, { matchRunId }: { matchRunId: string }): Promise<MatchRunSummary> {
  const [run] = await inCompany(context.db, context.companyId, (tx) =>
    summarizeMatchRuns(tx, context.companyId, { matchRunId, limit: 1 }),
  );
  if (!run) throw new ApplicationError('match_run_not_found');
  return run;
}
