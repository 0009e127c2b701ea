import type { Amount, DecisionUndo, MatchRun, ProblemCode, RuleOffer } from '@onfact-ponto/api-contract';

/** What the server answers to a decision at the workbench, with and without client script. */

export const decisionNames = ['accepted', 'ignored', 'transferred', 'rejected'] as const;
export type DecisionName = (typeof decisionNames)[number];

export type Decided = Readonly<{
  did: DecisionName;
  lineId: string;
  /** For a next decision on the same line. */
  seen: string;
  undo: DecisionUndo | null;
  ruleOffer: RuleOffer | null;
  /** Numbers of the documents it was about, for the sentence. */
  documents: string;
}>;

export type Undone = Readonly<{ did: 'undone'; lineId: string; seen: string }>;
export type AcceptedAll = Readonly<{
  did: 'accepted_all';
  run: MatchRun | null;
  lineCount: number;
  totals: readonly Amount[];
  /** Shown before, and not matched: somebody or something was first. */
  staleCount: number;
}>;
/** What somebody is asked to agree to: no more than that is done. */
export type Shown = Readonly<{ lineCount: number; totals: readonly Amount[]; until: string | null }>;
export type RunUndone = Readonly<{ did: 'run_undone'; lineCount: number }>;
export type RuleMade = Readonly<{ did: 'rule_made' }>;

/** Who overtook us stands in `by` and `at`; `action` is what they did, and nobody did it when it is automatic. */
export type Refused = Readonly<{
  did: 'refused';
  lineId: string;
  code: ProblemCode;
  by: string | null;
  at: string | null;
  action: string | null;
  isAutomatic: boolean;
  requestId: string | null;
}>;

export type Answer = Decided | Undone | AcceptedAll | RunUndone | RuleMade | Refused;

/** The answer that stands for no answer: nothing is known of what the server did. */
export function withoutAnswer(lineId: string): Refused {
  return { ...refusedByNobody, lineId, code: 'unavailable' };
}

/** For a line that turns out to be finished before one decided anything about it. */
export function takenElsewhere(lineId: string): Refused {
  return { ...refusedByNobody, lineId, code: 'line_taken' };
}

const refusedByNobody = {
  did: 'refused',
  by: null,
  at: null,
  action: null,
  isAutomatic: false,
  requestId: null,
} as const;
