import type { BankAccount, Connection, Pull } from '@onfact-ponto/db';
import { expect, it } from 'vitest';
import { findFaults } from './find-faults.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict, VerdictFacts } from './verdict.ts';

/** Each state and each problem gives one verdict. */

const now = new Date('2026-11-24T09:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

type Given = {
  connection?: Partial<Connection> | null;
  isAtPonto?: boolean;
  accounts?: Partial<BankAccount>[];
  lastPull?: Partial<Pull>;
  failingSince?: Date;
  rest?: Partial<VerdictFacts>;
};
type Expected = Partial<Verdict>;

const rows: readonly [what: string, given: Given, expected: Expected][] = [
  [
    'never activated',
    { connection: null },
    { code: 'not_activated', severity: 'stopped', responsible: 'administrator' },
  ],
  [
    'deactivated',
    { connection: null, rest: { lastConnection: connectionOf({ state: 'deactivated', deactivatedAt: hoursAgo(30) }) } },
    { code: 'deactivated', severity: 'stopped', since: hoursAgo(30) },
  ],
  [
    'activated and never linked',
    { connection: { state: 'activated', connectedAt: null } },
    { code: 'not_linked', severity: 'stopped', responsible: 'administrator' },
  ],
  [
    'somebody is at Ponto',
    { connection: { state: 'authorizing', connectedAt: null }, isAtPonto: true },
    { code: 'at_ponto', severity: 'waiting', responsible: 'administrator' },
  ],
  [
    'somebody went to Ponto and never came back',
    { connection: { state: 'authorizing', connectedAt: null } },
    { code: 'not_linked', severity: 'stopped', responsible: 'administrator' },
  ],
  [
    'linked, and the first pull is to come',
    { connection: { lastSuccessfulPullAt: null }, accounts: [] },
    { code: 'first_reading', severity: 'waiting', responsible: 'nobody' },
  ],
  ['no account is shared', { accounts: [] }, { code: 'no_account', severity: 'stopped', responsible: 'administrator' }],
  [
    'the bank has not answered Ponto yet',
    { accounts: [{ bankSynchronizedAt: null }] },
    { code: 'waiting_for_bank', severity: 'waiting', responsible: 'bank' },
  ],
  ['all is well', {}, { code: 'working', severity: 'working', responsible: 'nobody', since: hoursAgo(1) }],
  [
    'Ponto refuses the grant',
    { connection: { state: 'needs_reconnect', stateReason: 'invalid_grant', stateSince: hoursAgo(50) } },
    { code: 'grant_lost', severity: 'stopped', responsible: 'administrator', since: hoursAgo(50) },
  ],
  [
    'the integration was ended in Ponto',
    { connection: { state: 'needs_reconnect', stateReason: 'revoked_at_ponto' } },
    { code: 'integration_revoked', severity: 'stopped', responsible: 'administrator' },
  ],
  [
    'Ponto blocks the organization',
    { connection: { state: 'blocked' } },
    { code: 'organization_blocked', severity: 'stopped', responsible: 'ponto' },
  ],
  [
    'support paused it',
    { connection: { state: 'paused' } },
    { code: 'reading_paused', severity: 'stopped', responsible: 'support' },
  ],
  [
    'it is due and nobody reads it',
    { connection: { dueAt: hoursAgo(2) } },
    { code: 'reading_overdue', severity: 'stopped', responsible: 'support', since: hoursAgo(2) },
  ],
  [
    'it is due for two hours and being read',
    { connection: { dueAt: hoursAgo(2), leaseUntil: hoursAgo(-1) } },
    { code: 'working', severity: 'working' },
  ],
  ...(['ponto_unreachable', 'ponto_busy', 'ponto_refused', 'ponto_forbidden', 'ponto_unexpected_answer'] as const).map(
    (problem): (typeof rows)[number] => [
      `a pull failed: ${problem}`,
      { lastPull: { outcome: 'failed', problem }, failingSince: hoursAgo(9) },
      {
        code: problem,
        severity: 'stopped',
        since: hoursAgo(9),
        working: ['import_statements', 'match', 'prepare_payments'],
      },
    ],
  ),
  [
    'our application is refused',
    { lastPull: { outcome: 'failed', problem: 'application_refused' } },
    { code: 'application_refused', severity: 'stopped', responsible: 'support' },
  ],
  [
    'a bug of ours',
    { lastPull: { outcome: 'failed', problem: 'internal' } },
    { code: 'internal', severity: 'stopped', responsible: 'support' },
  ],
  [
    'a problem that another release wrote down',
    { lastPull: { outcome: 'failed', problem: 'of_the_future' } },
    { code: 'internal', severity: 'stopped', responsible: 'support' },
  ],
  [
    'the consent of one of two accounts has ended',
    { accounts: [{}, { authorizationExpiresAt: hoursAgo(20) }] },
    {
      code: 'authorization_expired',
      severity: 'partly',
      responsible: 'account_holder',
      since: hoursAgo(20),
      affectedCount: 1,
      accountCount: 2,
    },
  ],
  [
    'the consent of every account has ended',
    { accounts: [{ authorizationExpiresAt: hoursAgo(20) }] },
    { code: 'authorization_expired', severity: 'stopped', affectedCount: 1, accountCount: 1 },
  ],
  [
    'the bank is out of order for one account, and the consent of another has ended: what a person must do comes first',
    { accounts: [{ problem: 'bank_error' }, { problem: 'authorization_expired' }, {}] },
    { code: 'authorization_expired', severity: 'partly', affectedCount: 2, accountCount: 3 },
  ],
  [
    'the bank answers an error',
    { accounts: [{ problem: 'bank_error' }, {}] },
    { code: 'bank_error', severity: 'partly', responsible: 'bank' },
  ],
  [
    'Ponto cannot reach the bank',
    { accounts: [{ availability: 'readonly' }] },
    { code: 'bank_error', severity: 'stopped' },
  ],
  [
    'the bank says nothing for a day',
    { accounts: [{ bankSynchronizedAt: hoursAgo(25) }] },
    { code: 'bank_silent', since: hoursAgo(25) },
  ],
  [
    'one account is shared no longer',
    { accounts: [{ isShared: false }, {}] },
    { code: 'account_not_shared', severity: 'partly' },
  ],
  [
    'every account failed and so the pull did: it is said of the accounts',
    { accounts: [{ problem: 'bank_error' }], lastPull: { outcome: 'failed', problem: 'bank_error' } },
    { code: 'bank_error', severity: 'stopped' },
  ],
  [
    'the key to the books is missing, and lines come in',
    { rest: { invoices: 'missing' } },
    {
      code: 'onfact_key_missing',
      severity: 'partly',
      working: ['read_bank', 'import_statements', 'match', 'prepare_payments'],
    },
  ],
  [
    'the key to the books is refused',
    { rest: { invoices: 'refused' } },
    { code: 'onfact_key_refused', severity: 'partly' },
  ],
  [
    'the key has no right to the invoices',
    { rest: { invoices: 'closed' } },
    { code: 'onfact_key_limited', severity: 'partly' },
  ],
  [
    'the books do not answer',
    { rest: { invoices: 'unavailable' } },
    { code: 'onfact_unavailable', severity: 'partly' },
  ],
  [
    'a payment was refused',
    { rest: { failedPublications: { count: 1, since: hoursAgo(3) } } },
    { code: 'onfact_refused_payment', severity: 'partly', since: hoursAgo(3) },
  ],
  [
    'a line is unreadable',
    { rest: { unreadableCounts: new Map([['account-0', 1]]) } },
    { code: 'lines_unreadable', severity: 'partly', responsible: 'support' },
  ],
];

it.each(rows)('%s', (_what, given, expected) => {
  const facts = factsOf(given);
  expect(verdictOf(facts, findFaults(facts, now))).toMatchObject(expected);
});

function factsOf({
  connection = {},
  isAtPonto = false,
  accounts = [{}],
  lastPull,
  failingSince,
  rest,
}: Given): VerdictFacts {
  const live = connection ? connectionOf(connection) : undefined;
  return {
    connection: live,
    lastConnection: live,
    isAtPonto,
    accounts: accounts.map((account, index) => accountOf(account, index)),
    unreadableCounts: new Map(),
    lastPull: lastPull && ({ providerStatus: null, providerCode: null, providerRequestId: null, ...lastPull } as Pull),
    failingSince: failingSince ?? null,
    invoices: 'working',
    invoicesSince: null,
    invoicesReadAt: hoursAgo(1),
    failedPublications: { count: 0, since: null },
    ...rest,
  };
}

function connectionOf(change: Partial<Connection>): Connection {
  const usual = {
    state: 'active',
    stateSince: hoursAgo(100),
    stateReason: null,
    connectedAt: hoursAgo(100),
    deactivatedAt: null,
    dueAt: hoursAgo(-2),
    leaseUntil: null,
    lastSuccessfulPullAt: hoursAgo(1),
  } satisfies Partial<Connection>;
  return { ...usual, ...change } as Connection;
}

function accountOf(change: Partial<BankAccount>, index: number): BankAccount {
  const usual = {
    bankAccountId: `account-${index}`,
    isShared: true,
    pontoAccountId: 'at-ponto',
    problem: null,
    problemSince: null,
    problemProviderCode: null,
    problemRequestId: null,
    availability: 'available',
    bankSynchronizedAt: hoursAgo(2),
    fetchedAt: hoursAgo(1),
    authorizationExpiresAt: hoursAgo(-2000),
  } satisfies Partial<BankAccount>;
  return { ...usual, ...change } as BankAccount;
}
