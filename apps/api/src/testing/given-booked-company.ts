import { randomUUID } from 'node:crypto';
import {
  inCompany,
  insertAllocations,
  insertAuthorizationAttempt,
  insertMatchRule,
  insertMatchRun,
  insertNotification,
  insertPaymentInitiation,
  insertRejectedPairs,
  listMemory,
  saveLinePresence,
  saveMemory,
} from '@onfact-ponto/db';
import type { Database, Transaction } from '@onfact-ponto/db';
import {
  givenBankAccount,
  givenCompany,
  givenConnection,
  givenDocument,
  givenLines,
  givenStatement,
  lineReading,
  ruleAllocation,
} from '@onfact-ponto/db/testing';

export type BookedCompany = Awaited<ReturnType<typeof givenBookedCompany>>;

/**
 * A company with something of everything: connection, account, a matched and an open line, an imported statement.
 * @param mark stands in everything that a reader could see
 */
export async function givenBookedCompany(db: Database, mark: string) {
  const companyId = await givenCompany(db);
  const { connectionId } = await givenConnection(db, companyId);
  const account = await givenBankAccount(db, companyId);
  const lines = ['paid', 'open'].map((word) =>
    lineReading({ counterpartName: `${mark} ${word}`, remittanceInformation: `${mark} ${word}` }),
  );
  const [paidId = '', openId = ''] = await givenLines(db, account, lines);
  const documentId = await givenDocument(db, companyId, { number: `${mark}-1`, contactName: mark });
  const purchaseId = await givenDocument(db, companyId, {
    kind: 'purchase_invoice',
    number: `${mark}-2`,
    contactName: mark,
    payeeIban: 'BE72000000001616',
  });
  const { allocationId, bookingId, statementImportId, notificationId, authorizationAttemptId } = await inCompany(
    db,
    companyId,
    async (tx) => ({
      ...(await book(tx, companyId, { bankTransactionId: paidId, documentId, amountMinor: 121_00n })),
      ...(await givenStatement(tx, account, openId)),
      ...(await insertNotification(
        tx,
        { companyId, kind: 'consent_ends', cause: mark, createdAt: new Date(0), closedAt: null, facts: {} },
        [account.bankAccountId],
      )),
      authorizationAttemptId: await insertAuthorizationAttempt(tx, {
        companyId,
        connectionId,
        stateHash: companyId,
        sessionHash: 'session',
        codeVerifierEnvelope: 'sealed',
        createdAt: new Date(0),
        expiresAt: new Date(0),
      }),
    }),
  );
  return {
    companyId,
    onfactCompanyUuid: `onfact-${companyId}`,
    ...(await inCompany(db, companyId, (tx) =>
      teachSomething(tx, { companyId, bankTransactionId: openId, documentId }, mark),
    )),
    connectionId,
    purchaseId,
    paymentId: await inCompany(db, companyId, (tx) => preparePayment(tx, { ...account, documentId: purchaseId }, mark)),
    bankAccountId: account.bankAccountId,
    bankTransactionId: paidId,
    openTransactionId: openId,
    documentId,
    allocationId,
    bookingId,
    statementImportId,
    notificationId: notificationId ?? '',
    authorizationAttemptId,
  };
}

/** A payment file that nobody has fetched. */
async function preparePayment(
  tx: Transaction,
  { companyId, bankAccountId, documentId }: { companyId: string; bankAccountId: string; documentId: string },
  mark: string,
): Promise<string> {
  const paymentInitiationId = randomUUID();
  const at = new Date(0);
  await insertPaymentInitiation(
    tx,
    {
      companyId,
      paymentInitiationId,
      method: 'sepa_file',
      bankAccountId,
      state: 'prepared',
      stateSince: at,
      reference: mark,
      isBulk: false,
      batchBookingPreferred: false,
      totalMinor: 100n,
      currency: 'EUR',
      requestKey: mark,
      requestHash: mark,
      providerKey: randomUUID(),
      preparedAt: at,
      preparedById: mark,
    },
    [{ documentId, amountMinor: 100n, creditorName: mark, creditorIban: 'BE72000000001616', endToEndId: mark }],
    { at, event: 'prepared', actorType: 'user', actorId: mark, actorName: mark },
  );
  return paymentInitiationId;
}

/** A rule, something learned, a run and a rejected pair. */
async function teachSomething(
  tx: Transaction,
  { companyId, bankTransactionId, documentId }: { companyId: string; bankTransactionId: string; documentId: string },
  mark: string,
) {
  const at = new Date(0);
  const matchRunId = randomUUID();
  const run = { companyId, matchRunId, cause: 'accept_certain', matcherVersion: '1' } as const;
  await insertMatchRun(tx, { ...run, startedAt: at, startedBy: mark });
  const onfactContactId = contactOf(companyId);
  await saveMemory(tx, [
    {
      companyId,
      kind: 'name',
      value: mark,
      onfactContactId,
      confirmations: 1,
      contradictions: 0,
      lastOn: '2026-11-01',
    },
  ]);
  const [memory] = await listMemory(tx, companyId);
  const matchRuleId = await insertMatchRule(tx, {
    companyId,
    counterpartReference: 'BE71096123456769',
    direction: 'out',
    outcome: 'ignored',
    onfactContactId: null,
    reason: 'salary',
    isOn: true,
    createdAt: at,
    createdBy: mark,
  });
  await insertRejectedPairs(tx, [{ companyId, bankTransactionId, documentId, rejectedAt: at, rejectedBy: mark }]);
  await saveLinePresence(tx, {
    companyId,
    bankTransactionId,
    userId: mark,
    userName: mark,
    seenAt: new Date('2026-11-24T09:00:00Z'),
  });
  return {
    matchRunId,
    matchRuleId: matchRuleId ?? '',
    matchMemoryId: memory?.matchMemoryId ?? '',
    relationId: String(onfactContactId),
  };
}

/** Another one for each company, and none that tests give to documents. */
function contactOf(companyId: string): number {
  return 100_000_000 + Number.parseInt(companyId.slice(0, 6), 16);
}

/** What onFact would claim about a user of the company. */
export function membershipOf(company: BookedCompany, role: 'admin' | 'user') {
  return { uuid: company.onfactCompanyUuid, name: 'Houtatelier', role };
}

async function book(
  tx: Transaction,
  companyId: string,
  pair: { bankTransactionId: string; documentId: string; amountMinor: bigint },
) {
  const row = ruleAllocation(companyId, pair);
  await insertAllocations(tx, [row]);
  return row;
}
