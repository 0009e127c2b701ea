import { randomUUID } from 'node:crypto';
import { inCompany } from '@onfact-ponto/db';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { contractRoutes } from './testing/contract-routes.ts';
import type { ContractRoute } from './testing/contract-routes.ts';
import { givenApi } from './testing/given-api.ts';
import type { Ask, TestApi } from './testing/given-api.ts';
import { givenBookedCompany, membershipOf } from './testing/given-booked-company.ts';
import type { BookedCompany } from './testing/given-booked-company.ts';

/** Ids of what one company owns; in a second round the same names hold ids of nothing. */
type Ids = Pick<
  BookedCompany,
  | 'companyId'
  | 'bankAccountId'
  | 'bankTransactionId'
  | 'openTransactionId'
  | 'allocationId'
  | 'documentId'
  | 'statementImportId'
  | 'notificationId'
  | 'authorizationAttemptId'
  | 'bookingId'
  | 'matchRunId'
  | 'matchRuleId'
  | 'matchMemoryId'
  | 'relationId'
  | 'purchaseId'
  | 'paymentId'
>;
type Request = { path: string; body?: unknown };

/** For each route every way to name something by an id. A route without a row fails the test. */
const requests: Readonly<Record<string, (ids: Ids) => readonly Request[]>> = {
  getHealth: () => [{ path: '/healthz' }],
  getReadiness: () => [{ path: '/readyz' }],
  getSession: () => [{ path: '/v1/session' }],
  chooseCompany: ({ companyId }) => [{ path: '/v1/session/company', body: { companyId } }],
  getConnection: () => [{ path: '/v1/connection' }],
  activateConnection: () => [{ path: '/v1/connection/activate' }],
  startAuthorization: () => [{ path: '/v1/connection/authorizations', body: { language: 'nl' } }],
  completeAuthorization: () => [
    { path: '/v1/connection/authorizations/complete', body: { state: 'unknown', code: 'c', error: null } },
  ],
  decideAuthorization: ({ authorizationAttemptId }) => [
    {
      path: `/v1/connection/authorizations/${authorizationAttemptId}/decision`,
      body: { decision: 'replace' },
    },
  ],
  activatePayments: () => [{ path: '/v1/connection/payments/activate' }],
  checkPayments: () => [{ path: '/v1/connection/payments/check' }],
  requestSynchronization: () => [{ path: '/v1/connection/synchronize' }],
  deactivateConnection: () => [{ path: '/v1/connection/deactivate' }],
  listBankAccounts: () => [{ path: '/v1/bank-accounts' }],
  updateBankAccount: ({ bankAccountId }) => [
    { path: `/v1/bank-accounts/${bankAccountId}`, body: { automaticMatching: 'off' } },
  ],
  startReauthorization: ({ bankAccountId }) => [{ path: `/v1/bank-accounts/${bankAccountId}/reauthorizations` }],
  completeReauthorization: () => [{ path: '/v1/reauthorizations/complete', body: { state: 'unknown', error: null } }],
  listNotifications: () => [{ path: '/v1/notifications' }],
  markNotificationsRead: ({ notificationId }) => [
    { path: '/v1/notifications/read', body: { notificationIds: [notificationId] } },
  ],
  dismissNotification: ({ notificationId }) => [{ path: `/v1/notifications/${notificationId}/dismiss` }],
  getNotificationSettings: () => [{ path: '/v1/notification-settings' }],
  updateNotificationSettings: () => [
    { path: '/v1/notification-settings', body: { items: [{ kind: 'no_data', inApp: true, byMail: false }] } },
  ],
  unsubscribe: () => [{ path: '/v1/notification-unsubscriptions', body: { token: 'v1.unknown.token' } }],
  listBankTransactions: ({ bankAccountId, bankTransactionId }) => [
    { path: '/v1/bank-transactions' },
    { path: `/v1/bank-transactions?bankAccountId=${bankAccountId}` },
    { path: `/v1/bank-transactions?after=${cursor('2999-01-01', bankTransactionId)}` },
    { path: `/v1/bank-transactions?before=${cursor('2000-01-01', bankTransactionId)}` },
    { path: `/v1/bank-transactions?search=${encodeURIComponent(markOfB)}` },
    { path: `/v1/bank-transactions?counterparty=${encodeURIComponent(markOfB)}` },
    { path: `/v1/bank-transactions?bankAccountId=${bankAccountId}&balances=true&counts=true` },
  ],
  ignoreTransactions: ({ bankAccountId, bankTransactionId, openTransactionId }) => [
    {
      path: '/v1/bank-transactions/ignore',
      body: { bankTransactionIds: [bankTransactionId, openTransactionId], dryRun: false },
    },
    { path: '/v1/bank-transactions/ignore', body: { filter: { bankAccountId }, dryRun: true } },
  ],
  undoIgnoreTransactions: () => [
    { path: '/v1/bank-transactions/undo-ignore', body: { ignoredAt: '2026-11-23T13:00:00.000Z' } },
  ],
  exportBankTransactions: ({ bankAccountId, bankTransactionId }) => [
    { path: '/v1/bank-transactions.csv' },
    { path: `/v1/bank-transactions.csv?bankAccountId=${bankAccountId}` },
    { path: `/v1/bank-transactions.csv?ids=${bankTransactionId}` },
  ],
  listPendingTransactions: ({ bankAccountId }) => [
    { path: '/v1/pending-transactions' },
    { path: `/v1/pending-transactions?bankAccountId=${bankAccountId}` },
  ],
  getBankTransaction: ({ bankTransactionId, openTransactionId }) => [
    { path: `/v1/bank-transactions/${bankTransactionId}` },
    { path: `/v1/bank-transactions/${openTransactionId}` },
  ],
  getReconciliationQueue: ({ bankAccountId, openTransactionId }) => [
    { path: '/v1/reconciliation/queue' },
    { path: `/v1/reconciliation/queue?bankAccountId=${bankAccountId}` },
    { path: `/v1/reconciliation/queue?after=${cursor('none', '2999-01-01', openTransactionId)}` },
  ],
  getTransactionProposals: ({ bankTransactionId, openTransactionId }) => [
    { path: `/v1/bank-transactions/${bankTransactionId}/proposals` },
    { path: `/v1/bank-transactions/${openTransactionId}/proposals` },
  ],
  allocateTransaction: ({ openTransactionId, documentId }) => [
    {
      path: `/v1/bank-transactions/${openTransactionId}/allocations`,
      body: {
        allocations: [{ documentId, amount: { amount: '1.00', currency: 'EUR' }, version: '1' }],
        remainder: 'leave_open',
        seen: cursor(1, '0', null),
      },
    },
  ],
  undoDecision: ({ bankTransactionId, openTransactionId, documentId, bookingId }) => [
    { path: `/v1/bank-transactions/${bankTransactionId}/undo`, body: { type: 'booking', bookingId } },
    { path: `/v1/bank-transactions/${openTransactionId}/undo`, body: { type: 'ignore' } },
    {
      path: `/v1/bank-transactions/${openTransactionId}/undo`,
      body: { type: 'rejection', documentIds: [documentId] },
    },
  ],
  listDocuments: ({ documentId }) => [
    { path: '/v1/documents?state=all' },
    { path: `/v1/documents?state=all&search=${encodeURIComponent(markOfB)}` },
    { path: `/v1/documents?state=all&after=${cursor('2999-01-01', documentId)}` },
  ],
  explainTransaction: ({ bankTransactionId, openTransactionId, documentId }) => [
    { path: `/v1/bank-transactions/${bankTransactionId}/explanation` },
    { path: `/v1/bank-transactions/${openTransactionId}/explanation?documentId=${documentId}` },
  ],
  rejectDocuments: ({ openTransactionId, documentId }) => [
    { path: `/v1/bank-transactions/${openTransactionId}/rejections`, body: { documentIds: [documentId] } },
  ],
  ignoreTransaction: ({ openTransactionId }) => [
    {
      path: `/v1/bank-transactions/${openTransactionId}/ignore`,
      body: { reason: 'private', seen: cursor(1, '0', null) },
    },
  ],
  pairTransfer: ({ bankTransactionId, openTransactionId }) => [
    {
      path: `/v1/bank-transactions/${openTransactionId}/transfer-pair`,
      body: { otherTransactionId: bankTransactionId, seen: cursor(1, '0', null) },
    },
  ],
  announcePresence: ({ openTransactionId }) => [{ path: `/v1/bank-transactions/${openTransactionId}/presence` }],
  acceptCertain: ({ bankAccountId, openTransactionId }) => [
    { path: '/v1/reconciliation/accept-certain', body: { bankAccountId, dryRun: false } },
    {
      path: '/v1/reconciliation/accept-certain',
      body: { bankTransactionIds: [openTransactionId], dryRun: false },
    },
  ],
  listMatchRuns: ({ matchRunId }) => [
    { path: '/v1/match-runs' },
    { path: `/v1/match-runs?after=${cursor('2999-01-01T00:00:00.000Z', matchRunId)}` },
  ],
  undoMatchRun: ({ matchRunId }) => [{ path: `/v1/match-runs/${matchRunId}/undo` }],
  listMatchRules: () => [{ path: '/v1/match-rules' }],
  previewMatchRule: ({ relationId }) => [
    { path: '/v1/match-rules/preview', body: { ...ruleOn, action: { type: 'relation', relationId } } },
    { path: '/v1/match-rules/preview', body: { ...ruleOn, action: { type: 'ignore', reason: 'private' } } },
  ],
  createMatchRule: ({ relationId }) => [
    { path: '/v1/match-rules', body: { ...ruleOn, action: { type: 'relation', relationId } } },
    { path: '/v1/match-rules', body: { ...ruleOn, action: { type: 'ignore', reason: 'private' } } },
  ],
  updateMatchRule: ({ matchRuleId }) => [{ path: `/v1/match-rules/${matchRuleId}`, body: { isOn: false } }],
  deleteMatchRule: ({ matchRuleId }) => [{ path: `/v1/match-rules/${matchRuleId}` }],
  listMatchMemory: ({ relationId, matchMemoryId }) => [
    { path: '/v1/match-memory' },
    { path: `/v1/match-memory?search=${encodeURIComponent(markOfB)}` },
    { path: `/v1/match-memory?relationId=${relationId}` },
    { path: `/v1/match-memory?after=${cursor('2999-01-01', matchMemoryId)}` },
  ],
  eraseMatchMemoryEntry: ({ matchMemoryId }) => [{ path: `/v1/match-memory/${matchMemoryId}` }],
  eraseMatchMemoryOfRelation: ({ relationId }) => [{ path: `/v1/relations/${relationId}/match-memory` }],
  getMatchingSettings: () => [{ path: '/v1/reconciliation/settings' }],
  updateMatchingSettings: () => [
    { path: '/v1/reconciliation/settings', body: { differenceLimit: { amount: '0.05', currency: 'EUR' } } },
  ],
  undoAllocation: ({ allocationId }) => [{ path: `/v1/allocations/${allocationId}/undo` }],
  listPurchases: ({ bankTransactionId }) => [
    { path: '/v1/purchases' },
    { path: `/v1/purchases?refund=${bankTransactionId}` },
  ],
  reviewPayment: ({ bankAccountId, purchaseId, openTransactionId }) => [
    { path: '/v1/outgoing-payments/review', body: wish(bankAccountId, purchaseId) },
    { path: '/v1/outgoing-payments/review', body: wish(bankAccountId, openTransactionId) },
  ],
  createOutgoingPayment: ({ bankAccountId, purchaseId }) => [
    { path: '/v1/outgoing-payments', body: { ...wish(bankAccountId, purchaseId), seal: 'unknown', confirmed: [] } },
  ],
  listOutgoingPayments: ({ paymentId }) => [
    { path: '/v1/outgoing-payments' },
    { path: `/v1/outgoing-payments?after=${cursor('2999-01-01T00:00:00.000Z', paymentId)}` },
  ],
  getOutgoingPayment: ({ paymentId }) => [
    { path: `/v1/outgoing-payments/${paymentId}` },
    { path: `/v1/outgoing-payments/${paymentId}?look=true` },
  ],
  sendOutgoingPayment: ({ paymentId }) => [{ path: `/v1/outgoing-payments/${paymentId}/send` }],
  approveOutgoingPayment: ({ paymentId }) => [{ path: `/v1/outgoing-payments/${paymentId}/approve` }],
  cancelOutgoingPayment: ({ paymentId }) => [{ path: `/v1/outgoing-payments/${paymentId}/cancel` }],
  declarePaymentAbsent: ({ paymentId }) => [{ path: `/v1/outgoing-payments/${paymentId}/declare-absent` }],
  handOutPayment: ({ paymentId }) => [{ path: `/v1/outgoing-payments/${paymentId}/hand-out` }],
  getPaymentSettings: () => [{ path: '/v1/payment-settings' }],
  updatePaymentSettings: () => [{ path: '/v1/payment-settings', body: { approvalFrom: '1000.00' } }],
  getPaymentsOverview: () => [{ path: '/v1/payments-overview' }],
  getAccountsOverview: () => [{ path: '/v1/accounts-overview' }],
  getAccountHistory: ({ bankAccountId }) => [
    { path: `/v1/bank-accounts/${bankAccountId}/history` },
    { path: `/v1/bank-accounts/${bankAccountId}/history?from=2026-11-01&to=2026-11-24` },
  ],
  decideDuplicate: ({ bankTransactionId }) => [
    { path: `/v1/bank-transactions/${bankTransactionId}/duplicate`, body: { decision: 'same' } },
    { path: `/v1/bank-transactions/${bankTransactionId}/duplicate`, body: { decision: 'both' } },
  ],
  uploadStatements: () => [{ path: '/v1/statement-imports' }],
  listStatementImports: ({ statementImportId }) => [
    { path: '/v1/statement-imports' },
    { path: `/v1/statement-imports?after=${cursor('2999-01-01T00:00:00.000Z', statementImportId)}` },
  ],
  getStatementImport: ({ statementImportId }) => [{ path: `/v1/statement-imports/${statementImportId}` }],
  chooseStatementAccount: ({ statementImportId, bankAccountId }) => [
    {
      path: `/v1/statement-imports/${statementImportId}/accounts`,
      body: { reference: 'BE0', currency: 'EUR', choice: { type: 'bank_account', id: bankAccountId } },
    },
    {
      path: `/v1/statement-imports/${statementImportId}/accounts`,
      body: { reference: 'BE0', currency: 'EUR', choice: { type: 'skip' } },
    },
  ],
  startStatementImport: ({ statementImportId }) => [{ path: `/v1/statement-imports/${statementImportId}/start` }],
  cancelStatementImport: ({ statementImportId }) => [{ path: `/v1/statement-imports/${statementImportId}/cancel` }],
  listImportedMovements: ({ statementImportId }) => [
    { path: `/v1/statement-imports/${statementImportId}/movements` },
    { path: `/v1/statement-imports/${statementImportId}/movements?outcome=known` },
  ],
  getStatementImportReport: ({ statementImportId }) => [
    { path: `/v1/statement-imports/${statementImportId}/report.csv` },
  ],
  listConnectionHistory: () => [{ path: '/v1/connection/history' }],
  listSupportVisits: () => [{ path: '/v1/support-visits' }],
  searchCompanies: () => [{ path: `/v1/support/companies?search=${encodeURIComponent(markOfB)}` }],
  openCompany: ({ companyId }) => [
    { path: `/v1/support/companies/${companyId}/open`, body: { reason: 'looks around' } },
  ],
  diagnoseCompany: ({ companyId }) => [{ path: `/v1/support/companies/${companyId}` }],
  actOnConnection: ({ companyId }) => [
    { path: `/v1/support/companies/${companyId}/actions`, body: { action: 'pause', reason: 'looks around' } },
  ],
  undoStatementImport: ({ statementImportId }) => [{ path: `/v1/statement-imports/${statementImportId}/undo` }],
};

function wish(bankAccountId: string, payableId: string) {
  return { method: 'sepa_file', bankAccountId, transfers: [{ payableId, amount: '1.00' }] };
}

const ruleOn = { counterpartReference: 'BE64733120447152', direction: 'in' };
const markOfB = 'Kanarie-van-B';
let api: TestApi;
let companyA: BookedCompany;
let companyB: BookedCompany;
let askers: readonly { name: string; ask: Ask }[];

beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
  companyA = await givenBookedCompany(api.db, 'Van-A');
  companyB = await givenBookedCompany(api.db, markOfB);
  const user = { sub: 'u-a', email: 'a@example.test', name: 'A', companies: [membershipOf(companyA, 'admin')] };
  askers = [
    { name: 'an administrator', ask: await api.signIn(user) },
    { name: 'an api key', ask: await api.withApiKey(companyA.companyId) },
  ];
});
afterAll(() => api.close());

describe('the walk over all routes', () => {
  it('knows every route of the contract', () => {
    expect(Object.keys(requests).sort()).toEqual(contractRoutes.map(({ operationId }) => operationId).sort());
  });

  it.each(contractRoutes)(
    '$operationId shows company A nothing of company B, and changes nothing there',
    async (route) => {
      const before = await snapshotOf(companyB);
      for (const { ask } of askers) {
        for (const request of requestsOf(route.operationId, companyB)) {
          const text = await (await ask(route.method.toUpperCase(), request.path, request)).text();
          for (const secret of [markOfB, ...Object.values(companyB)]) {
            expect(text.replaceAll(request.path, '')).not.toContain(secret);
          }
        }
      }
      expect(await snapshotOf(companyB)).toEqual(before);
    },
  );

  it.each(contractRoutes)(
    '$operationId answers an id of company B exactly as one that does not exist',
    async (route) => {
      for (const { ask } of askers) {
        const answers = async (ids: Ids) => {
          const given = requestsOf(route.operationId, ids).filter(({ path, body }) => namesAnId(path, body, ids));
          return Promise.all(given.map((request) => answerOf(ask, route.method, request)));
        };
        expect(await answers(companyB)).toEqual(await answers(idsOfNothing()));
      }
    },
  );
});

it('shows company A its own lines, so that an empty answer above proves something', async () => {
  for (const { ask } of askers) {
    expect(await (await ask('GET', `/v1/bank-transactions/${companyA.bankTransactionId}`)).json()).toMatchObject({
      counterpartName: 'Van-A paid',
      status: 'matched_automatically',
      allocations: [{ document: { number: 'Van-A-1' } }],
    });
  }
});

it.each(contractRoutes)('$operationId answers company A as its contract says', async (route) => {
  for (const { ask } of askers) {
    for (const request of requestsOf(route.operationId, companyA)) {
      const answer = await ask(route.method.toUpperCase(), request.path, request);
      const declared = schemaOf(route, answer.status);
      expect(declared, `${request.path} answered ${answer.status}`).toBeDefined();
      expect(declared?.safeParse(await contentOf(answer)).error).toBeUndefined();
    }
  }
});

function contentOf(answer: Response): Promise<unknown> {
  return answer.headers.get('content-type')?.includes('json') ? answer.json() : answer.text();
}

function requestsOf(operationId: string, ids: Ids): readonly Request[] {
  return requests[operationId]?.(ids) ?? [];
}

/** What the contract says about an answer with this status. Fields that it does not name would fail as well. */
function schemaOf(route: ContractRoute, status: number): z.ZodType | undefined {
  const response = route.responses[status];
  const content = response && 'content' in response ? Object.values(response.content ?? {})[0] : undefined;
  const schema = content && 'schema' in content ? content.schema : undefined;
  return schema instanceof z.ZodObject ? schema.strict() : schema instanceof z.ZodType ? schema : undefined;
}

async function answerOf(ask: Ask, method: string, request: Request) {
  const answer = await ask(method.toUpperCase(), request.path, request);
  const content = await contentOf(answer);
  if (typeof content !== 'object') return { status: answer.status, body: content };
  return { status: answer.status, body: { ...content, requestId: 'differs by nature' } };
}

function namesAnId(path: string, body: unknown, ids: Ids): boolean {
  const text = `${path} ${JSON.stringify(body ?? '')}`;
  return Object.values(ids).some((id) => text.includes(id));
}

function idsOfNothing(): Ids {
  const id = randomUUID;
  return {
    companyId: id(),
    bankAccountId: id(),
    bankTransactionId: id(),
    openTransactionId: id(),
    documentId: id(),
    allocationId: id(),
    statementImportId: id(),
    notificationId: id(),
    authorizationAttemptId: id(),
    bookingId: id(),
    matchRunId: id(),
    matchRuleId: id(),
    matchMemoryId: id(),
    relationId: '999999999',
    purchaseId: id(),
    paymentId: id(),
  };
}

function cursor(...parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Every row of the company in every table. */
async function snapshotOf({ companyId }: BookedCompany) {
  return inCompany(api.db, companyId, async (tx) => {
    const tables = await tx.execute<{ name: string }>(
      sql`select table_name as name from information_schema.columns
          where table_schema = 'public' and column_name = 'company_id' order by 1`,
    );
    const rows: Record<string, unknown> = {};
    for (const { name } of tables) {
      const found = await tx.execute(sql`select to_jsonb(t) as row from ${sql.identifier(name)} t order by t::text`);
      rows[name] = [...found];
    }
    return rows;
  });
}
