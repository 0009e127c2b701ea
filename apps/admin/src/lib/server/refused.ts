import { ProblemError } from '@onfact-ponto/api-contract';
import type { Problem } from '@onfact-ponto/api-contract';

/** What the api refused, for a page that says why. Anything else is a failure, and thrown on. */
export function refusedBy(error: unknown): Problem {
  if (!(error instanceof ProblemError) || error.problem.status >= 500) throw error;
  return error.problem;
}

/** The answer of a form that was refused, or got no answer: its status tells programs, its words tell people. */
export function statusOf(error: unknown): number {
  return error instanceof ProblemError ? error.problem.status : 503;
}
