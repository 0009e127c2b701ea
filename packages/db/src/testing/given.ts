import { randomUUID } from 'node:crypto';
import { inCompany } from '../tenancy.ts';
import type { Database } from '../database.ts';
import { insertNewBankTransactions } from '../repositories/bank-transactions.ts';
import type { BankTransactionReading } from '../repositories/bank-transactions.ts';
import { saveBankAccount } from '../repositories/bank-accounts.ts';
import type { BankAccount } from '../repositories/bank-accounts.ts';
import { insertCompany } from '../repositories/companies.ts';
import { insertConnection } from '../repositories/connections.ts';
import type { Connection } from '../repositories/connections.ts';
import type { Allocation } from '../repositories/allocations.ts';
import { saveDocuments } from '../repositories/open-documents.ts';
import type { DocumentSnapshot } from '../repositories/open-documents.ts';
import { bankTransaction, openDocument } from '../schema/index.ts';

/** Builders of what a test needs to exist. Everything is invented. */

const at = new Date('2026-11-23T13:00:00Z');

export async function givenCompany(db: Database): Promise<string> {
  const companyId = randomUUID();
  await inCompany(db, companyId, (tx) =>
    insertCompany(tx, {
      companyId,
      onfactCompanyUuid: `onfact-${companyId}`,
      name: `Houtatelier ${companyId.slice(0, 4)}`,
      vatNumber: null,
      createdAt: at,
    }),
  );
  return companyId;
}

const byTest = { actorType: 'system', actorId: 'test', actorName: null } as const;

export async function givenConnection(db: Database, companyId: string): Promise<Connection> {
  const added = await inCompany(db, companyId, (tx) =>
    insertConnection(tx, { companyId, activatedAt: at }, { at, event: 'activated', ...byTest }),
  );
  if (!added) throw new Error('The company has a connection already');
  return added;
}

export async function givenBankAccount(db: Database, companyId: string): Promise<BankAccount> {
  return inCompany(db, companyId, (tx) =>
    saveBankAccount(tx, companyId, {
      reference: 'BE68539007547034',
      referenceType: 'IBAN',
      currency: 'EUR',
      subtype: 'checking',
      description: 'Zichtrekening',
      product: null,
      holderName: null,
      bankName: 'Kempische Bank',
      financialInstitutionId: null,
      paymentsSupported: null,
      futureDatedPaymentsSupported: null,
      pontoAccountId: randomUUID(),
      availability: 'available',
      currentBalanceMinor: 100_00n,
      availableBalanceMinor: null,
      balanceReferenceDate: null,
      bankSynchronizedAt: at,
      authorizedAt: at,
      authorizationExpiresAt: null,
      fetchedAt: at,
      problem: null,
      problemSince: null,
      problemProviderCode: null,
      problemRequestId: null,
    }),
  );
}

export function lineReading(change: Partial<BankTransactionReading> = {}): BankTransactionReading {
  return {
    sourceReference: randomUUID(),
    executionDate: '2026-11-23',
    valueDate: '2026-11-23',
    amountMinor: 121_00n,
    currency: 'EUR',
    counterpartName: 'Brouwerij Zilvermeeuw BV',
    counterpartReference: 'BE64733120447152',
    remittanceInformation: '+++090/9337/55493+++',
    remittanceInformationType: 'structured',
    structuredCommunication: '090933755493',
    description: null,
    endToEndId: null,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: null,
    purposeCode: null,
    mandateId: null,
    creditorId: null,
    additionalInformation: null,
    bankReference: null,
    contentHash: randomUUID(),
    providerCreatedAt: '2026-11-23T07:00:00.123Z',
    providerUpdatedAt: null,
    ...change,
  };
}

/** @returns the ids of the stored lines, in the order of `readings` */
export async function givenLines(
  db: Database,
  { companyId, bankAccountId, walk }: BankAccount,
  readings: readonly BankTransactionReading[],
): Promise<string[]> {
  return inCompany(db, companyId, async (tx) => {
    await insertNewBankTransactions(tx, { companyId, bankAccountId, source: 'ponto', walk, fetchedAt: at }, readings);
    const rows = await tx.select().from(bankTransaction);
    return readings.map(({ sourceReference }) => idOf(rows.find((row) => row.sourceReference === sourceReference)));
  });

  function idOf(row: typeof bankTransaction.$inferSelect | undefined): string {
    if (!row) throw new Error('A line was not stored');
    return row.bankTransactionId;
  }
}

export async function givenDocument(
  db: Database,
  companyId: string,
  change: Partial<DocumentSnapshot> = {},
): Promise<string> {
  const snapshot = documentSnapshot(change);
  return inCompany(db, companyId, async (tx) => {
    await saveDocuments(tx, companyId, [snapshot], at);
    const rows = await tx.select().from(openDocument);
    const row = rows.find(({ onfactId }) => onfactId === snapshot.onfactId);
    if (!row) throw new Error('A document was not stored');
    return row.documentId;
  });
}

export function documentSnapshot(change: Partial<DocumentSnapshot> = {}): DocumentSnapshot {
  return {
    kind: 'sales_invoice',
    onfactId: Math.trunc(Number.parseInt(randomUUID().slice(0, 7), 16)),
    number: '2026-114',
    structuredCommunication: '090933755493',
    creditorReference: null,
    orderReference: null,
    onfactContactId: null,
    contactName: 'Brouwerij Zilvermeeuw BV',
    payeeIban: null,
    payeeBic: null,
    issueDate: '2026-11-01',
    dueDate: '2026-12-01',
    totalMinor: 121_00n,
    discountMinor: null,
    discountUntil: null,
    currency: 'EUR',
    status: 'sent',
    isOpen: true,
    isLocked: false,
    isDeleted: false,
    modifiedAt: null,
    ...change,
  };
}

export function ruleAllocation(
  companyId: string,
  pair: { bankTransactionId: string; documentId: string; amountMinor: bigint } & Partial<Allocation>,
): Allocation {
  return {
    companyId,
    allocationId: randomUUID(),
    bookingId: randomUUID(),
    adjustmentMinor: 0n,
    adjustmentKind: null,
    cause: 'rule',
    rule: 'exact-reference',
    matcherVersion: 'test',
    confidence: null,
    matchRunId: null,
    reasons: [],
    createdAt: at,
    createdBy: 'test',
    ...pair,
  };
}
