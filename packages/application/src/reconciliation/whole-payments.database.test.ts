import { inCompany, schema } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import { givenBankAccount, givenCompany, givenDocument, givenLines, lineReading } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { acceptCertain } from './accept-certain.ts';
import { auditMoney } from './audit-money.ts';
import { openAmountOf } from './load-ledger.ts';
import { updateMatchingSettings } from './matching-settings.ts';
import { readProposals } from './read-proposals.ts';
import { readQueue } from './read-queue.ts';
import { reconcileCompany } from './reconcile-company.ts';
import { rejectDocuments, undoRejection } from './reject-documents.ts';

/** A payment of less than what is open that is whole all the same: nothing of the document may be left to remind of. */

let world: TestWorld;
let context: Context;
let account: BankAccount;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  const companyId = await givenCompany(world.database.db);
  context = contextOf(world.services, companyId, mieke);
  account = await givenBankAccount(world.database.db, companyId);
});

const whole = [
  { what: 'its discount, in time', paidMinor: 118_00n, left: { adjustmentMinor: 3_00n, adjustmentKind: 'discount' } },
  {
    what: 'two cents, within the limit of the company',
    paidMinor: 120_98n,
    left: { adjustmentMinor: 2n, adjustmentKind: 'payment_difference' },
  },
] as const;

describe.each(whole)('an invoice of 121 euro, paid but for $what', ({ paidMinor, left }) => {
  it('is settled by the matcher, where the account lets it book what it learned', async () => {
    await givenMode('learned');
    const { lineId, documentId } = await givenPayment(paidMinor);

    expect(await reconcileCompany(context)).toEqual({ bookedCount: 1 });

    await expectSettled(lineId, documentId, { cause: 'rule', amountMinor: paidMinor, ...left });
  });

  it('is settled by a person who accepts what is certain', async () => {
    await givenMode('exact');
    const { lineId, documentId } = await givenPayment(paidMinor);
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });

    expect(await acceptCertain(context, { dryRun: false })).toMatchObject({ lineCount: 1, staleCount: 0 });

    await expectSettled(lineId, documentId, { cause: 'person', amountMinor: paidMinor, ...left });
  });
});

it('what a person rejected a moment ago is not accepted with what is certain, and not proposed', async () => {
  await givenMode('exact');
  const { lineId: bankTransactionId, documentId } = await givenPayment(118_00n);
  await reconcileCompany(context);
  expect(await acceptCertain(context, { dryRun: true })).toMatchObject({ lineCount: 1 });

  await rejectDocuments(context, { bankTransactionId, documentIds: [documentId] });

  expect((await readProposals(context, { bankTransactionId })).choices).toEqual([]);
  expect(await acceptCertain(context, { dryRun: false })).toMatchObject({ run: undefined, lineCount: 0 });
  expect(openAmountOf(await documentOf(documentId))).toBe(121_00n);

  await undoRejection(context, { bankTransactionId, documentIds: [documentId] });
  expect(await acceptCertain(context, { dryRun: true })).toMatchObject({ lineCount: 1 });
});

it('what accepting is said to book is what it books: of a payment of too much the rest stays, with nothing proposed', async () => {
  await givenMode('exact');
  const { lineId: bankTransactionId } = await givenPayment(171_00n);
  await reconcileCompany(context);
  const total = [{ currency: 'EUR', amountMinor: 121_00n }];
  expect((await readQueue(context, { limit: 10 })).certainTotals).toEqual(total);
  expect(await acceptCertain(context, { dryRun: true })).toMatchObject({ lineCount: 1, totals: total });

  expect(await acceptCertain(context, { dryRun: false })).toMatchObject({ lineCount: 1, totals: total });

  const left = { unmatchedMinor: 50_00n, choices: [] };
  const beforeTheMatcherLooks = [
    await readQueue(context, { limit: 10 }),
    await readProposals(context, { bankTransactionId }),
  ];
  await reconcileCompany(context);
  const afterwards = [await readQueue(context, { limit: 10 }), await readProposals(context, { bankTransactionId })];
  for (const read of [beforeTheMatcherLooks, afterwards]) {
    expect(read).toMatchObject([{ counts: { certain: 0 }, certainTotals: [] }, left]);
  }
});

it('a day after the term of the discount nothing is let go, and a person decides', async () => {
  await givenMode('learned');
  const { documentId } = await givenPayment(118_00n, { discountUntil: '2026-11-01' });

  expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });

  expect(openAmountOf(await documentOf(documentId))).toBe(121_00n);
});

/** By the communication of one invoice, of which the payer is not known. */
async function givenPayment(amountMinor: bigint, { discountUntil = '2026-12-31' } = {}) {
  await updateMatchingSettings(context, { differenceLimit: { amountMinor: 5n, currency: 'EUR' } });
  const { db, companyId } = context;
  const documentId = await givenDocument(db, companyId, { totalMinor: 121_00n, discountMinor: 3_00n, discountUntil });
  const { structuredCommunication } = await documentOf(documentId);
  const reading = lineReading({ amountMinor, remittanceInformation: structuredCommunication });
  const [lineId = ''] = await givenLines(db, account, [reading]);
  return { lineId, documentId };
}

async function givenMode(automaticMatching: BankAccount['automaticMatching']): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.bankAccount).set({ automaticMatching }));
}

async function expectSettled(lineId: string, documentId: string, allocation: object): Promise<void> {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.allocation));
  expect(rows).toMatchObject([{ bankTransactionId: lineId, documentId, ...allocation }]);
  expect(openAmountOf(await documentOf(documentId))).toBe(0n);
  expect(await auditMoney(context)).toEqual([]);
}

async function documentOf(documentId: string) {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
  const found = rows.find((row) => row.documentId === documentId);
  if (!found) throw new Error('There is no such document');
  return found;
}
