import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as repository from './index.ts';
import { inCompany } from './tenancy.ts';
import type { Transaction } from './database.ts';
import { matchRule, reconciliationSetting, rejectedPair, user } from './schema/index.ts';
import {
  createTestDatabase,
  givenBankAccount,
  givenCompany,
  givenConnection,
  givenDocument,
  givenLines,
  givenStatement,
  lineReading,
  ruleAllocation,
} from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

/** Company A must not see, count, lock or change anything of company B, whatever the caller asks. */

let database: TestDatabase;
let ours: string;
let theirs: Awaited<ReturnType<typeof givenEverything>>;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  ours = await givenCompany(database.db);
  theirs = await givenEverything();
});
afterAll(() => database.drop());

describe('the catalogue', () => {
  it('forces row-level security on every table with a company, and gives each a policy', async () => {
    const rows = await database.db.execute<{ name: string; enabled: boolean; forced: boolean; policies: number }>(sql`
      select class.relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
        (select count(*)::int from pg_policy where polrelid = class.oid) as policies
      from pg_class class
      join pg_attribute on attrelid = class.oid and attname = 'company_id' and not attisdropped
      where class.relkind = 'r' and class.relnamespace = 'public'::regnamespace`);
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) expect(row).toMatchObject({ enabled: true, forced: true });
    for (const row of rows) expect(row.policies, row.name).toBeGreaterThan(0);
  });

  it('has the company first in every primary and foreign key of a tenant table', async () => {
    const rows = await database.db.execute<{ name: string; first: string }>(sql`
      select conname as name, attname as first
      from pg_constraint
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype in ('p', 'f') and connamespace = 'public'::regnamespace
        and exists (select from pg_attribute own where own.attrelid = conrelid and own.attname = 'company_id')`);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(({ first }) => first !== 'company_id')).toEqual([]);
  });

  it('connects as a role that owns nothing and that row-level security binds', async () => {
    const [role] = await database.db.execute<{ super: boolean; bypass: boolean; owned: number }>(sql`
      select rolsuper as super, rolbypassrls as bypass,
        (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname = current_user`);
    expect(role).toEqual({ super: false, bypass: false, owned: 0 });
  });

  it('lets nobody change or delete the trail', async () => {
    for (const table of [
      'audit_entry',
      'allocation',
      'allocation_undo',
      'bank_transaction_revision',
      'connection_transition',
    ]) {
      await expect(database.db.execute(sql`delete from ${sql.identifier(table)}`)).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    }
  });
});

it('shows nothing without a company', async () => {
  for (const table of [
    'company',
    'connection',
    'connection_token',
    'bank_account',
    'bank_transaction',
    'open_document',
  ]) {
    const rows = await database.db.execute(sql`select 1 from ${sql.identifier(table)}`);
    expect(rows.length, table).toBe(0);
  }
});

it('refuses to write a row of another company', async () => {
  const write = inCompany(database.db, ours, (tx) =>
    repository.insertAuditEntry(tx, {
      companyId: theirs.companyId,
      at: new Date(0),
      actorType: 'system',
      actorId: 'test',
      action: 'test',
      subjectType: 'test',
      subjectId: 'test',
      facts: {},
    }),
  );
  await expect(write).rejects.toMatchObject({ code: '42501' });
});

describe('every repository function that reads', () => {
  type Read = (tx: Transaction) => Promise<unknown>;
  const always = { from: '1970-01-01', to: '2030-01-01' };
  /** Asked within our company, with the ids of the other. */
  const reads: Record<string, Read> = {
    findDocuments: (tx) => repository.findDocuments(tx, theirs.companyId, [theirs.documentId]),
    findDocumentsNamedBy: (tx) => repository.findDocumentsNamedBy(tx, theirs.companyId, [theirs.bankTransactionId]),
    findLatestBookingOfDocument: (tx) =>
      repository.findLatestBookingOfDocument(tx, theirs.companyId, theirs.documentId),
    findBookedLine: (tx) => repository.findBookedLine(tx, theirs),
    findEarlierPaymentId: (tx) =>
      repository.findEarlierPaymentId(tx, { companyId: theirs.companyId, createdAt: new Date('2030-01-01') }),
    findDifferenceLimit: (tx) => repository.findDifferenceLimit(tx, theirs.companyId),
    listActiveAllocations: (tx) => repository.listActiveAllocations(tx, theirs.companyId, {}),
    listActiveDispositions: (tx) =>
      repository.listActiveDispositions(tx, theirs.companyId, { bankTransactionIds: [theirs.bankTransactionId] }),
    listActiveRules: (tx) => repository.listActiveRules(tx, theirs.companyId),
    listBrokenSums: (tx) => repository.listBrokenSums(tx, theirs.companyId),
    listContacts: (tx) => repository.listContacts(tx, theirs.companyId),
    listDocumentsToMatch: (tx) => repository.listDocumentsToMatch(tx, theirs.companyId, '1970-01-01'),
    listLinesFreed: (tx) => repository.listLinesFreed(tx, theirs.companyId, [theirs.bankTransactionId]),
    listLinesOfAccounts: (tx) => repository.listLinesOfAccounts(tx, theirs.companyId, [theirs.bankTransactionId]),
    listLinesToMatch: (tx) => repository.listLinesToMatch(tx, theirs.companyId),
    listMemory: (tx) => repository.listMemory(tx, theirs.companyId),
    listOpenOnfactIds: (tx) => repository.listOpenOnfactIds(tx, theirs.companyId, ['sales_invoice']),
    countDone: async (tx) => {
      const { automatic, byHand, ignored } = await repository.countDone(tx, theirs, always.from);
      return automatic + byHand + ignored;
    },
    countEqualChoices: async (tx) => {
      const { contacts, reasons } = await repository.countEqualChoices(tx, theirs.companyId, theirs.condition);
      return [...contacts, ...reasons];
    },
    countQueue: async (tx) => {
      const { counts } = await repository.countQueue(tx, theirs);
      return counts.certain + counts.probable + counts.none;
    },
    countRunningPayments: (tx) => repository.countRunningPayments(tx, theirs.companyId),
    countRulesFor: (tx) =>
      repository.countRulesFor(tx, theirs.companyId, { counterpartReference: 'theirs', direction: 'in' }),
    countWaitingByAccount: (tx) => repository.countWaitingByAccount(tx, theirs.companyId),
    findContactName: (tx) => repository.findContactName(tx, theirs.companyId, 1),
    listEndToEndIds: (tx) => repository.listEndToEndIds(tx, theirs.companyId),
    listLinePresence: (tx) =>
      repository.listLinePresence(tx, theirs.companyId, {
        bankTransactionIds: [theirs.bankTransactionId],
        since: new Date(0),
        exceptUserId: undefined,
      }),
    listMatchRules: (tx) => repository.listMatchRules(tx, theirs.companyId),
    listMemoryPage: (tx) => repository.listMemoryPage(tx, theirs.companyId, { limit: 9 }),
    listQueue: (tx) => repository.listQueue(tx, theirs, { limit: 9 }),
    listRejectedPairsOfLine: (tx) => repository.listRejectedPairsOfLine(tx, theirs.companyId, theirs.bankTransactionId),
    listUnexplainedDebits: (tx) => repository.listUnexplainedDebits(tx, theirs.companyId, always.from),
    findReturnedTransfer: (tx) => repository.findReturnedTransfer(tx, theirs.companyId, [theirs.bankTransactionId]),
    listPossibleReturns: (tx) =>
      repository.listPossibleReturns(tx, theirs.companyId, { since: always.from, idPrefix: '', returnCodes: /^/ }),
    listSeenTransfers: (tx) =>
      repository.listSeenTransfers(tx, theirs.companyId, { endToEndIds: [theirs.requestKey], amounts: [] }),
    listUnmatchedPayments: (tx) => repository.listUnmatchedPayments(tx, theirs.companyId, [theirs.purchaseId]),
    listUnseenTransfers: (tx) => repository.listUnseenTransfers(tx, theirs.companyId, new Date(0)),
    findPaymentApprovalLimit: (tx) => repository.findPaymentApprovalLimit(tx, theirs.companyId),
    findPaymentInitiation: (tx) => repository.findPaymentInitiation(tx, theirs),
    findPaymentInitiationByRequest: (tx) =>
      repository.findPaymentInitiationByRequest(tx, theirs.companyId, theirs.requestKey),
    lockPaymentInitiation: (tx) => repository.lockPaymentInitiation(tx, theirs),
    listDuePaymentInitiations: (tx) =>
      repository.listDuePaymentInitiations(tx, { now: new Date(always.to), limit: 9, limitPerCompany: 9 }),
    findRefundableLines: (tx) => repository.findRefundableLines(tx, theirs.companyId, [theirs.refundedTransactionId]),
    listLastPayments: (tx) => repository.listLastPayments(tx, theirs.companyId, [1]),
    listNamesOfAccounts: (tx) => repository.listNamesOfAccounts(tx, theirs.companyId, [theirs.counterpartReference]),
    listOpenCredits: (tx) => repository.listOpenCredits(tx, theirs.companyId, [1]),
    listOverpaidLines: (tx) =>
      repository.listOverpaidLines(tx, theirs.companyId, { limit: 9, alsoId: theirs.bankTransactionId }),
    listPayeeAccounts: (tx) => repository.listPayeeAccounts(tx, theirs.companyId, [1]),
    listPayerAccounts: (tx) => repository.listPayerAccounts(tx, theirs.companyId, [1]),
    listPreparedTransfers: (tx) => repository.listPreparedTransfers(tx, [theirs]),
    listRefundsOfLine: (tx) => repository.listRefundsOfLine(tx, theirs.companyId, theirs.refundedTransactionId),
    listPayableDocuments: (tx) => repository.listPayableDocuments(tx, theirs.companyId, 9),
    listPaymentInitiationItems: (tx) => repository.listPaymentInitiationItems(tx, theirs),
    listPaymentInitiationSteps: (tx) => repository.listPaymentInitiationSteps(tx, theirs),
    listPaymentInitiations: (tx) =>
      repository.listPaymentInitiations(tx, theirs.companyId, { limit: 9, before: undefined }),
    listRunningItems: (tx) => repository.listRunningItems(tx, theirs.companyId, [theirs.purchaseId]),
    listProposals: (tx) => repository.listProposals(tx, theirs.companyId, {}),
    listRejectedPairs: (tx) => repository.listRejectedPairs(tx, theirs.companyId),
    lockDocuments: (tx) => repository.lockDocuments(tx, theirs.companyId, [theirs.documentId]),
    lockLines: (tx) => repository.lockLines(tx, theirs.companyId, [theirs.bankTransactionId], { skipBusy: false }),
    lockMatchRun: (tx) => repository.lockMatchRun(tx, theirs),
    lockMemory: (tx) => repository.lockMemory(tx, theirs.companyId),
    sumTold: async (tx) => Number(await repository.sumTold(tx, theirs)),
    summarizeMatchRuns: (tx) => repository.summarizeMatchRuns(tx, theirs.companyId, { limit: 9 }),
    findAllocation: (tx) => repository.findAllocation(tx, theirs.companyId, theirs.allocationId),
    findAttemptOfCompany: (tx) => repository.findAttemptOfCompany(tx, theirs),
    findAuthorizationAttempt: (tx) => repository.findAuthorizationAttempt(tx, theirs.stateHash),
    findBankAccount: (tx) => repository.findBankAccount(tx, theirs.companyId, theirs.bankAccountId),
    findBankTransaction: (tx) => repository.findBankTransaction(tx, theirs.companyId, theirs.bankTransactionId),
    findCompany: (tx) => repository.findCompany(tx, theirs.companyId),
    findCompanyByOnfactUuid: (tx) => repository.findCompanyByOnfactUuid(tx, `onfact-${theirs.companyId}`),
    findCompanyCredential: (tx) => repository.findCompanyCredential(tx, theirs.companyId),
    findConnection: (tx) => repository.findConnection(tx, theirs.companyId, theirs.connectionId),
    findConnectionToken: (tx) => repository.findConnectionToken(tx, theirs.companyId, theirs.connectionId),
    findDocumentReading: (tx) =>
      repository.findDocumentReading(tx, { companyId: theirs.companyId, kind: 'sales_invoice' }),
    findFirstFailure: (tx) => repository.findFirstFailure(tx, { ...theirs, lastSuccessfulPullAt: null }),
    findIdempotencyRecord: (tx) => findIdempotencyRecord(tx),
    findImportedFile: (tx) => repository.findImportedFile(tx, theirs.companyId, theirs.contentHash),
    findKnownLines: (tx) => repository.findKnownLines(tx, { ...theirs, source: 'ponto' }, [theirs.sourceReference]),
    findLatestConnection: (tx) => repository.findLatestConnection(tx, theirs.companyId),
    findLatestPull: (tx) => repository.findLatestPull(tx, theirs),
    findLatestSynchronizationRequest: (tx) => repository.findLatestSynchronizationRequest(tx, theirs),
    findListedTransactions: (tx) => repository.findListedTransactions(tx, theirs.companyId, [theirs.bankTransactionId]),
    findLiveConnection: (tx) => repository.findLiveConnection(tx, theirs.companyId),
    findMembership: (tx) => repository.findMembership(tx, { companyId: theirs.companyId, userId: 'their-user' }),
    findLinker: (tx) => repository.findLinker(tx, theirs.companyId),
    findNotification: (tx) => repository.findNotification(tx, theirs),
    findReauthorizationAttempt: (tx) => repository.findReauthorizationAttempt(tx, theirs),
    findReceiver: (tx) => repository.findReceiver(tx, { companyId: theirs.companyId, userId: theirs.userId }),
    findStatementBefore: (tx) => repository.findStatementBefore(tx, theirs, '2030-01-01'),
    findStatementImport: (tx) => repository.findStatementImport(tx, theirs),
    findStatements: (tx) => repository.findStatements(tx, theirs, [theirs.identity]),
    findSupportEntry: (tx) =>
      repository.findSupportEntry(tx, {
        companyId: theirs.companyId,
        actorId: 'jonas',
        action: 'support.open',
        after: new Date(0),
      }),
    findNewestWebhookEvent: (tx) => repository.findNewestWebhookEvent(tx, theirs, ['integration.created']),
    findSynchronizationRequest: (tx) => repository.findSynchronizationRequest(tx, theirs.companyId, theirs.requestId),
    findUsableApiKey: (tx) => repository.findUsableApiKey(tx, theirs.keyHash),
    findWitnessedLines: (tx) => repository.findWitnessedLines(tx, theirs.companyId, [theirs.bankTransactionId]),
    listAbsorbedLines: (tx) => repository.listAbsorbedLines(tx, theirs),
    listAccountsWithNumbers: (tx) => repository.listAccountsWithNumbers(tx, ['BE68539007547034']),
    listAdministratorNames: (tx) => repository.listAdministratorNames(tx, theirs.companyId),
    listAdoptedPaymentIds: (tx) => repository.listAdoptedPaymentIds(tx, theirs.companyId, randomUUID()),
    listAllocationsOfTransaction: (tx) =>
      repository.listAllocationsOfTransaction(tx, theirs.companyId, theirs.bankTransactionId),
    listAnnouncedSynchronizations: (tx) => repository.listAnnouncedSynchronizations(tx, theirs),
    listAnsweredRequests: (tx) => repository.listAnsweredRequests(tx, theirs, { givenUpBefore: new Date(0) }),
    listAuditEntriesOfSubject: (tx) =>
      repository.listAuditEntriesOfSubject(tx, theirs.companyId, { subjectType: 'test', subjectId: 'theirs' }),
    listBalanceReadings: (tx) => repository.listBalanceReadings(tx, theirs),
    listBankAccounts: (tx) => repository.listBankAccounts(tx, theirs.companyId),
    listBankTransactions: (tx) => repository.listBankTransactions(tx, theirs.companyId, { filter: {}, limit: 10 }),
    listBookedSince: (tx) => repository.listBookedSince(tx, theirs, new Date(0)),
    listConnectionsOfOrganization: (tx) => repository.listConnectionsOfOrganization(tx, theirs.organizationId),
    listConsentReminders: (tx) => repository.listConsentReminders(tx, theirs.companyId),
    listDetails: (tx) => repository.listDetails(tx, theirs, always),
    listDetailsOfMovement: (tx) => repository.listDetailsOfMovement(tx, { ...theirs, ordinal: 1 }),
    listDoubtOf: (tx) => repository.listDoubtOf(tx, theirs.companyId, [theirs.bankTransactionId]),
    listDoubtsAbout: (tx) => repository.listDoubtsAbout(tx, theirs.companyId, [theirs.bankTransactionId]),
    listDueMails: (tx) => repository.listDueMails(tx, { now: new Date('2030-01-01'), limit: 10, limitPerCompany: 10 }),
    listDuePublications: (tx) =>
      repository.listDuePublications(tx, { now: new Date('2030-01-01'), limit: 10, limitPerCompany: 10 }),
    listDispositionsOfMoment: (tx) =>
      repository.listDispositionsOfMoment(tx, theirs.companyId, { createdAt: new Date(0), createdBy: 'nobody' }),
    listIdsToProcess: (tx) => repository.listIdsToProcess(tx, theirs.companyId, { filter: {}, limit: 10 }),
    listImportedMovements: (tx) =>
      repository.listImportedMovements(tx, theirs, { outcome: undefined, after: undefined, limit: 10 }),
    listMemberships: (tx) => repository.listMemberships(tx, 'their-user'),
    listMembers: (tx) => repository.listMembers(tx, theirs.companyId),
    listNotificationAccounts: (tx) =>
      repository.listNotificationAccounts(tx, theirs.companyId, [theirs.notificationId]),
    listNotificationSettings: (tx) => repository.listNotificationSettings(tx, theirs.companyId, [theirs.userId]),
    listOpenNotifications: (tx) => repository.listOpenNotifications(tx, theirs.companyId),
    listReceivedNotifications: (tx) => repository.listReceivedNotifications(tx, theirs, 9),
    listMovementsOfStatement: (tx) => repository.listMovementsOfStatement(tx, theirs),
    listMovementsOfTransaction: (tx) =>
      repository.listMovementsOfTransaction(tx, theirs.companyId, theirs.bankTransactionId),
    listMovementsOn: (tx) => repository.listMovementsOn(tx, theirs, [theirs.statementId]),
    listCallsToExplain: (tx) => repository.listCallsToExplain(tx, theirs.companyId, 9),
    listPulls: (tx) => repository.listPulls(tx, theirs, 9),
    listPendingLines: (tx) => repository.listPendingLines(tx, theirs.companyId, { readSince: new Date(0) }),
    listStatementFiles: (tx) => repository.listStatementFiles(tx, theirs.companyId, [theirs.statementImportId]),
    listStatementImports: (tx) =>
      repository.listStatementImports(tx, theirs.companyId, { before: undefined, limit: 10 }),
    listStatements: (tx) => repository.listStatements(tx, theirs),
    listStatementsOfImport: (tx) => repository.listStatementsOfImport(tx, theirs.companyId, theirs.statementImportId),
    listSupportEntries: (tx) => repository.listSupportEntries(tx, theirs.companyId, 9),
    listSynchronizationsOfAccounts: (tx) =>
      repository.listSynchronizationsOfAccounts(tx, theirs.companyId, theirs.requestId),
    listTransitions: (tx) => repository.listTransitions(tx, theirs, 9),
    listUndonePairs: (tx) => repository.listUndonePairs(tx, theirs.companyId),
    listUnhandledWebhookEvents: (tx) => repository.listUnhandledWebhookEvents(tx, theirs),
    listWebhookEvents: (tx) => repository.listWebhookEvents(tx, theirs, 9),
    listWitnessedLines: (tx) => repository.listWitnessedLines(tx, theirs, always),
    lockBankAccount: (tx) => repository.lockBankAccount(tx, theirs),
    lockConnection: (tx) => repository.lockConnection(tx, theirs),
    lockConnectionToken: (tx) => repository.lockConnectionToken(tx, theirs.companyId, theirs.connectionId),
    lockLiveConnection: (tx) => repository.lockLiveConnection(tx, theirs.companyId),
    lockMail: (tx) => repository.lockMail(tx, theirs),
    lockPublication: (tx) => repository.lockPublication(tx, theirs.companyId, theirs.publicationId),
    lockPublicationOfAllocation: (tx) =>
      repository.lockPublicationOfAllocation(tx, theirs.companyId, { ...theirs, operation: 'create' }),
    lockStatementImport: (tx) => repository.lockStatementImport(tx, theirs),
    countAutomaticAllocations: (tx) => repository.countAutomaticAllocations(tx, theirs.companyId, '1970-01-01'),
    countBankTransactions: async (tx) => (await repository.countBankTransactions(tx, theirs.companyId, {})).all,
    countImported: (tx) => repository.countImported(tx, theirs.companyId, [theirs.statementImportId]),
    countActiveConnections: (tx) => repository.countActiveConnections(tx),
    countMatchedByHand: (tx) => repository.countMatchedByHand(tx, theirs),
    countOpenDocuments: (tx) => repository.countOpenDocuments(tx, theirs.companyId),
    countTransactionsToProcess: (tx) => repository.countTransactionsToProcess(tx, theirs.companyId),
    claimDueWatches: (tx) =>
      repository.claimDueWatches(tx, { now: new Date('2030-01-01'), nextLookAt: new Date('2030-01-02'), limit: 9 }),
    claimDueConnections: (tx) =>
      repository.claimDueConnections(tx, {
        now: new Date('2030-01-01'),
        leaseUntil: new Date('2030-01-02'),
        room: 9,
        places: 9,
      }),
    extendLease: (tx) => repository.extendLease(tx, { ...theirs, fence: 0 }, new Date('2030-01-01')),
    releaseLease: (tx) => repository.releaseLease(tx, { ...theirs, fence: 0 }),
    sumBalances: (tx) => repository.sumBalances(tx, theirs.companyId),
    sumLaterOfDay: async (tx) => [...(await repository.sumLaterOfDay(tx, theirs, [theirs.bankTransactionId]))],
    sumStoredLines: (tx) => repository.sumStoredLines(tx, theirs),
    sumTurnover: (tx) => repository.sumTurnover(tx, theirs.companyId, '1970-01-01'),
    summarizeFailedPublications: async (tx) =>
      (await repository.summarizeFailedPublications(tx, theirs.companyId, 'none')).count,
    summarizeOlderDocuments: (tx) => repository.summarizeOlderDocuments(tx, theirs.companyId, '2030-01-01'),
    summarizeHistory: async (tx) => [...(await repository.summarizeHistory(tx, theirs.companyId))],
  };
  /** Facts that `givenEverything` does not make; all others must be found by their own company, or the test is blind. */
  const notGiven = new Set([
    /** The line that is given is matched, and was ignored at another moment. */
    'listDispositionsOfMoment',
    'listIdsToProcess',
    'findIdempotencyRecord',
    'findMembership',
    /** The pull that is given still runs. */
    'findFirstFailure',
    /** The line that is given is neither doubtful nor matched by hand. */
    'listDoubtOf',
    'listDoubtsAbout',
    'countMatchedByHand',
    'listMemberships',
    'listAdoptedPaymentIds',
    'listAnsweredRequests',
    'listAuditEntriesOfSubject',
    /** The line that is given is allocated, and no rule said anything about it. */
    'listLinesToMatch',
    'listLinesFreed',
    /** It locks, and finds nothing. */
    'lockMemory',
    'listBrokenSums',
    'listUndonePairs',
    /** The publication that is given waits. */
    'summarizeFailedPublications',
    'findEarlierPaymentId',
    'sumTold',
    /** The line that is given is allocated, and the claim of this test has moved the fence. */
    'countTransactionsToProcess',
    'extendLease',
    'releaseLease',
  ]);

  it('is in this test', () => {
    const reading = /^(find|list|lock|count|claim|sum|extend|releaseLease)/;
    /** Our application at Ponto belongs to no company. */
    const names = Object.keys(repository).filter((name) => reading.test(name) && !name.endsWith('PontoApplication'));
    expect(names.toSorted()).toEqual(Object.keys(reads).toSorted());
  });

  it.each(Object.entries(reads))('%s finds nothing of another company', async (_, read) => {
    const found = await inCompany(database.db, ours, read);
    if (Array.isArray(found)) expect(found).toEqual([]);
    else if (found instanceof Map) expect(found.size).toBe(0);
    else expect([undefined, null, 0, false]).toContain(found);
  });

  it.each(Object.entries(reads).filter(([name]) => !notGiven.has(name)))(
    '%s finds it for the company itself',
    async (_, read) => {
      const found = await inCompany(database.db, theirs.companyId, read);
      if (Array.isArray(found)) expect(found).not.toEqual([]);
      else if (found instanceof Map) expect(found.size).toBeGreaterThan(0);
      else expect([undefined, null, 0, false]).not.toContain(found);
    },
  );

  async function findIdempotencyRecord(tx: Transaction): Promise<unknown> {
    return repository.findIdempotencyRecord(tx, { companyId: theirs.companyId, idempotencyKey: 'their-key' });
  }
});

async function givenEverything() {
  const { db } = database;
  const companyId = await givenCompany(db);
  const { connectionId } = await givenConnection(db, companyId);
  const account = await givenBankAccount(db, companyId);
  const line = lineReading();
  const others = [
    lineReading({ amountMinor: -5n }),
    lineReading({ amountMinor: 7n }),
    lineReading({ amountMinor: -8n }),
  ];
  const possibleReturn = lineReading({ amountMinor: 9n, endToEndId: 'OFP' });
  const lines = [line, ...others, possibleReturn];
  const [bankTransactionId = '', , refundedTransactionId = '', debitId = ''] = await givenLines(db, account, lines);
  const documentId = await givenDocument(db, companyId, { onfactContactId: 1 });
  const purchase = { onfactContactId: 1, kind: 'purchase_invoice' as const, payeeIban: 'BE72000000001616' };
  const purchaseId = await givenDocument(db, companyId, purchase);
  const unpaidId = await givenDocument(db, companyId, { ...purchase, kind: 'purchase_credit_note' });
  const at = new Date('2026-11-23T13:00:00Z');
  const stateHash = randomUUID();
  const organizationId = randomUUID();
  const keyHash = randomUUID();
  const userId = randomUUID();
  await db.insert(user).values({
    id: userId,
    name: 'Theirs',
    email: `${userId}@theirs.example`,
    emailVerified: true,
    createdAt: at,
    updatedAt: at,
  });
  const rest = await inCompany(db, companyId, async (tx) => {
    const pair = { bankTransactionId, documentId, amountMinor: 100n };
    const matchRunId = await givenMatching(tx, { ...pair, companyId });
    const row = ruleAllocation(companyId, { ...pair, matchRunId });
    const { allocationId, bookingId } = row;
    await repository.insertAllocations(tx, [row]);
    const [publication] = await repository.insertPublications(tx, {
      companyId,
      allocationIds: [allocationId],
      operation: 'create',
      at,
    });
    const requestKey = randomUUID();
    const paymentInitiationId = await givenPayment(tx, {
      ...account,
      documentId: purchaseId,
      returnedDocumentId: documentId,
      unpaidDocumentId: unpaidId,
      refundedTransactionId,
      debitId,
      returnedTransactionId: bankTransactionId,
      requestKey,
      at,
    });
    await repository.savePaymentApprovalLimit(tx, companyId, 1n);
    const authorizationAttemptId = await repository.insertAuthorizationAttempt(tx, {
      companyId,
      connectionId,
      stateHash,
      sessionHash: 'session',
      codeVerifierEnvelope: 'sealed',
      createdAt: at,
      expiresAt: at,
    });
    await repository.insertApiKey(tx, { companyId, name: 'theirs', keyHash, createdAt: at });
    await repository.saveMember(tx, { companyId, userId: 'their-user', userName: 'Theirs', role: 'administrator' });
    await repository.insertAuditEntry(tx, {
      companyId,
      at,
      actorType: 'support',
      actorId: 'jonas',
      action: 'support.open',
      subjectType: 'company',
      subjectId: companyId,
      facts: {},
    });
    const call = {
      system: 'ponto',
      operation: 'accounts.list',
      durationMs: 1,
      errorCode: null,
      requestId: null,
    } as const;
    await repository.insertOutgoingCalls(tx, [{ companyId, connectionId, at, status: 200, ...call }]);
    await repository.saveMember(tx, { companyId, userId, userName: 'Theirs', role: 'administrator' });
    await repository.saveCompanyCredential(tx, { companyId, sessionKeyEnvelope: 'sealed', updatedAt: at });
    await repository.saveDocumentReading(tx, { companyId, kind: 'sales_invoice', readAt: at, problem: null });
    await repository.openPull(tx, {
      companyId,
      connectionId,
      fence: 1,
      trigger: 'first',
      startedAt: at,
      outcome: 'running',
    });
    const connection = await repository.lockLiveConnection(tx, companyId);
    if (!connection) throw new Error('The company has no connection');
    const cause = { at, event: 'connected', actorType: 'user', actorId: userId, actorName: null } as const;
    await repository.moveConnection(tx, connection, 'active', cause);
    await repository.updateConnection(tx, connection, { leaseUntil: at, organizationId });
    await repository.saveConnectionToken(tx, {
      companyId,
      connectionId,
      accessTokenEnvelope: 'sealed',
      refreshTokenEnvelope: 'sealed',
      accessExpiresAt: at,
      updatedAt: at,
    });
    await repository.insertWebhookEvent(tx, {
      companyId,
      eventId: randomUUID(),
      connectionId,
      kind: 'integration.created',
      type: 'pontoConnect.integration.created',
      pontoAccountId: null,
      synchronizationId: null,
      announcedAt: at,
      receivedAt: at,
      raw: {},
    });
    await repository.replacePendingLines(
      tx,
      account,
      [
        {
          sourceReference: randomUUID(),
          executionDate: null,
          valueDate: null,
          amountMinor: 100n,
          currency: 'EUR',
          counterpartName: 'Theirs',
          counterpartReference: null,
          remittanceInformation: null,
          description: null,
        },
      ],
      at,
    );
    await repository.announceSynchronizations(tx, [
      { companyId, pontoAccountId: account.pontoAccountId ?? '', synchronizationId: randomUUID(), announcedAt: at },
    ]);
    const { synchronizationRequestId } = await repository.insertSynchronizationRequest(
      tx,
      { companyId, connectionId, requestedAt: at, state: 'running' },
      [account.bankAccountId],
    );
    const told = await repository.insertNotification(
      tx,
      { companyId, kind: 'consent_ends', cause: 'test', createdAt: at, closedAt: null, facts: {} },
      [account.bankAccountId],
    );
    const notificationId = told?.notificationId ?? '';
    await repository.insertReceipts(tx, { companyId, notificationId }, [userId]);
    const [mail] = await repository.insertMails(tx, [
      { companyId, notificationId, userId, role: 'actor', createdAt: at },
    ]);
    const reminder = { bankAccountId: account.bankAccountId, consent: 'ends', daysBefore: 7, notificationId };
    await repository.saveConsentReminders(tx, companyId, [reminder], at);
    await repository.saveNotificationSetting(
      tx,
      { companyId, userId },
      { kind: 'no_data', inApp: true, byMail: false },
    );
    await repository.insertReauthorizationAttempt(tx, {
      companyId,
      bankAccountId: account.bankAccountId,
      stateHash,
      sessionHash: 'session',
      createdAt: at,
      expiresAt: at,
    });
    return {
      paymentInitiationId,
      requestKey,
      allocationId,
      bookingId,
      matchRunId,
      notificationId,
      mailId: mail?.mailId ?? '',
      authorizationAttemptId,
      publicationId: publication?.publicationId ?? '',
      requestId: synchronizationRequestId,
      ...(await givenStatement(tx, account, bankTransactionId)),
    };
  });
  return {
    companyId,
    purchaseId,
    counterpartReference: line.counterpartReference ?? '',
    condition: { counterpartReference: line.counterpartReference ?? '', direction: 'in' as const },
    connectionId,
    bankAccountId: account.bankAccountId,
    pontoAccountId: account.pontoAccountId ?? '',
    bankTransactionId,
    sourceReference: line.sourceReference,
    refundedTransactionId,
    documentId,
    stateHash,
    organizationId,
    keyHash,
    userId,
    ...rest,
  };
}

/** What the matcher knows and made for a line and a document. */
async function givenMatching(
  tx: Transaction,
  { companyId, bankTransactionId, documentId }: { companyId: string; bankTransactionId: string; documentId: string },
): Promise<string> {
  const at = new Date('2026-11-23T13:00:00Z');
  const matchRunId = randomUUID();
  const contact = { onfactContactId: 1, name: 'Theirs', vatNumber: null, modifiedAt: null };
  await repository.saveContacts(
    tx,
    companyId,
    [{ ...contact, isCustomer: true, isSupplier: false, isDeleted: false }],
    at,
  );
  const run = { companyId, matchRunId, matcherVersion: 'test', startedAt: at, startedBy: 'test' };
  await repository.insertMatchRun(tx, { ...run, cause: 'automatic' });
  await repository.saveMemory(tx, [
    {
      companyId,
      kind: 'iban',
      value: 'theirs',
      onfactContactId: 1,
      confirmations: 1,
      contradictions: 0,
      lastOn: '2026-11-23',
    },
  ]);
  await repository.saveLinePresence(tx, {
    companyId,
    bankTransactionId,
    userId: 'theirs',
    userName: 'Theirs',
    seenAt: at,
  });
  const disposition = { companyId, bankTransactionId, reason: 'private', createdAt: at, createdBy: 'test' };
  await repository.insertLineDispositions(tx, [{ ...disposition, kind: 'ignored', cause: 'person' }]);
  await tx.insert(matchRule).values({
    companyId,
    counterpartReference: 'theirs',
    direction: 'in',
    outcome: 'ignored',
    isOn: true,
    createdAt: at,
    createdBy: 'test',
  });
  await tx
    .insert(rejectedPair)
    .values({ companyId, bankTransactionId, documentId, rejectedAt: at, rejectedBy: 'test' });
  await tx
    .insert(reconciliationSetting)
    .values({ companyId, paymentDifferenceLimitMinor: 5n, updatedAt: at, updatedBy: 'test' });
  await repository.replaceProposals(tx, companyId, [
    {
      companyId,
      bankTransactionId,
      level: 'certain',
      lineKind: null,
      pairedTransactionId: null,
      rule: null,
      automation: null,
      confidence: 1,
      evidenceClass: null,
      choices: [],
      reasons: [],
      vetoes: [],
      seenRevision: 1,
      matcherVersion: 'test',
      proposedAt: at,
    },
  ]);
  return matchRunId;
}

async function givenPayment(
  tx: Transaction,
  {
    companyId,
    bankAccountId,
    documentId,
    returnedDocumentId,
    unpaidDocumentId,
    refundedTransactionId,
    debitId,
    returnedTransactionId,
    requestKey,
    at,
  }: Readonly<
    Record<
      | 'companyId'
      | 'bankAccountId'
      | 'documentId'
      | 'returnedDocumentId'
      | 'unpaidDocumentId'
      | 'refundedTransactionId'
      | 'debitId'
      | 'returnedTransactionId'
      | 'requestKey',
      string
    > & { at: Date }
  >,
): Promise<string> {
  const paymentInitiationId = randomUUID();
  const transfer = { amountMinor: 100n, creditorName: 'Theirs', creditorIban: 'BE72000000001616' };
  await repository.insertPaymentInitiation(
    tx,
    {
      companyId,
      paymentInitiationId,
      method: 'ponto',
      bankAccountId,
      state: 'prepared',
      stateSince: at,
      reference: 'theirs',
      isBulk: false,
      batchBookingPreferred: false,
      totalMinor: 100n,
      currency: 'EUR',
      requestKey,
      requestHash: 'theirs',
      providerKey: randomUUID(),
      dueAt: at,
      preparedAt: at,
      preparedById: 'their-user',
    },
    [
      { ...transfer, documentId, endToEndId: requestKey },
      { ...transfer, refundedTransactionId, amountMinor: 1n, endToEndId: `${requestKey}-2` },
      { ...transfer, documentId: returnedDocumentId, endToEndId: `${requestKey}-3` },
      { ...transfer, documentId: unpaidDocumentId, endToEndId: `${requestKey}-4` },
    ],
    { at, event: 'prepared', actorType: 'user', actorId: 'their-user', actorName: null },
  );
  for (const position of [1, 3]) {
    const seen = { bankTransactionId: debitId, seenAt: at };
    await repository.saveSeenTransfer(tx, { companyId, paymentInitiationId, position }, seen);
  }
  await repository.saveReturnedTransfer(tx, { companyId, paymentInitiationId, position: 3 }, returnedTransactionId);
  return paymentInitiationId;
}
