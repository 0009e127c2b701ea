/** Whose fault a failure is. That decides what a person is told to do, and whom to ask. */
export type FaultClass =
  /** The bank does not give Ponto its data. */
  | 'bank'
  /** What the account holder allowed Ponto at the bank has ended. */
  | 'ponto_authorization'
  /** The link between Ponto and us. */
  | 'ponto_integration'
  /** The link between us and the invoices. */
  | 'onfact'
  /** Our own. */
  | 'us';

/** Who must act before it works again. */
export type FaultResponsible = 'account_holder' | 'administrator' | 'bank' | 'ponto' | 'support' | 'nobody';
/** How far it reaches: nothing is read at all, one account is not read, or reading goes on. */
export type FaultReach = 'connection' | 'account' | 'matching';

type Attribution = Readonly<{
  class: FaultClass;
  responsible: FaultResponsible;
  /** Whom a user asks for help: Ponto for its account, its plans and the bank; us for the technical link. */
  address: 'ponto' | 'us';
  reach: FaultReach;
}>;

/** Every failure that a company can have, the most urgent first: one that stops everything hides the others. */
export const faults = {
  integration_revoked: of('ponto_integration', 'administrator', 'us', 'connection'),
  grant_lost: of('ponto_integration', 'administrator', 'us', 'connection'),
  organization_blocked: of('ponto_integration', 'ponto', 'ponto', 'connection'),
  /** By an employee, or by itself after a connection stopped its worker again and again. */
  reading_paused: of('us', 'support', 'us', 'connection'),
  /** It is due and nobody reads it: no worker, no queue, or no database. */
  reading_overdue: of('us', 'support', 'us', 'connection'),
  application_refused: of('us', 'support', 'us', 'connection'),
  internal: of('us', 'support', 'us', 'connection'),
  ponto_forbidden: of('ponto_integration', 'administrator', 'ponto', 'connection'),
  ponto_refused: of('ponto_integration', 'support', 'us', 'connection'),
  ponto_unexpected_answer: of('ponto_integration', 'support', 'us', 'connection'),
  ponto_unreachable: of('ponto_integration', 'nobody', 'us', 'connection'),
  ponto_busy: of('ponto_integration', 'nobody', 'us', 'connection'),
  authorization_expired: of('ponto_authorization', 'account_holder', 'ponto', 'account'),
  account_not_shared: of('ponto_integration', 'administrator', 'ponto', 'account'),
  bank_error: of('bank', 'bank', 'ponto', 'account'),
  /** The bank gave nothing for a day, and Ponto names no reason. */
  bank_silent: of('bank', 'bank', 'ponto', 'account'),
  lines_unreadable: of('us', 'support', 'us', 'matching'),
  onfact_key_refused: of('onfact', 'support', 'us', 'matching'),
  onfact_key_limited: of('onfact', 'support', 'us', 'matching'),
  onfact_key_missing: of('onfact', 'support', 'us', 'matching'),
  onfact_unavailable: of('onfact', 'nobody', 'us', 'matching'),
  onfact_refused_payment: of('onfact', 'support', 'us', 'matching'),
} as const satisfies Readonly<Record<string, Attribution>>;

export type FaultCode = keyof typeof faults;

/** What shows that it is so. Codes and ids, never bank data. */
export type Evidence = Readonly<{
  /** HTTP status that Ponto answered; null when no answer came. */
  status: number | null;
  /** Ponto's own code: of an error, or of a failed synchronization. */
  providerCode: string | null;
  /** Ponto's request id: its support asks for it. */
  requestId: string | null;
  /** State of the connection or the account at Ponto. */
  state: string | null;
}>;

export type Fault = Readonly<
  Attribution & {
    code: FaultCode;
    /** The account that it is about; null when it is about all of them. */
    bankAccountId: string | null;
    /** Null when nobody wrote down when it began. */
    since: Date | null;
    evidence: Evidence;
  }
>;

const codes = Object.keys(faults) as FaultCode[];

/** Says whose fault a failure is. A code that another release wrote down is ours to explain. */
export function attributeFault(
  code: string,
  { bankAccountId = null, since = null, ...evidence }: Partial<Evidence & Pick<Fault, 'bankAccountId' | 'since'>> = {},
): Fault {
  const known = codes.find((each) => each === code) ?? 'internal';
  const attribution: Attribution = faults[known];
  return {
    ...attribution,
    code: known,
    reach: bankAccountId === null ? attribution.reach : 'account',
    bankAccountId,
    since,
    evidence: { status: null, providerCode: null, requestId: null, state: null, ...evidence },
  };
}

export function byUrgency(left: Fault, right: Fault): number {
  return (
    reaches.indexOf(left.reach) - reaches.indexOf(right.reach) || codes.indexOf(left.code) - codes.indexOf(right.code)
  );
}
const reaches: readonly FaultReach[] = ['connection', 'account', 'matching'];

function of(
  faultClass: FaultClass,
  responsible: FaultResponsible,
  address: Attribution['address'],
  reach: FaultReach,
): Attribution {
  return { class: faultClass, responsible, address, reach };
}
