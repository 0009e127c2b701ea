import type { BankAccount } from '@onfact-ponto/db';

type ProblemColumns = Pick<BankAccount, 'problem' | 'problemSince' | 'problemProviderCode' | 'problemRequestId'>;

/**
 * What is kept of a problem of one account. One that was there before keeps its beginning.
 * @param before the account as the last pull left it
 */
export function problemColumns(
  problem: { code: string; providerCode: string | undefined; requestId: string | undefined } | undefined,
  before: BankAccount | undefined,
  now: Date,
): ProblemColumns {
  if (!problem) return { problem: null, problemSince: null, problemProviderCode: null, problemRequestId: null };
  return {
    problem: problem.code,
    problemSince: before?.problem === problem.code ? (before.problemSince ?? now) : now,
    problemProviderCode: problem.providerCode ?? null,
    problemRequestId: problem.requestId ?? null,
  };
}
