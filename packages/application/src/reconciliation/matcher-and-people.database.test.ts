import { inCompany, listMemory, saveDocuments, schema } from '@onfact-ponto/db';
import type { BankAccount, OpenDocument } from '@onfact-ponto/db';
import {
  documentSnapshot,
  givenBankAccount,
  givenCompany,
  givenDocument,
  givenLines,
  lineReading,
} from '@onfact-ponto/db/testing';
import { structuredCommunicationOf } from '@onfact-ponto/primitives';
import { matcherVersion } from '@onfact-ponto/reconcile';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { auditMoney } from './audit-money.ts';
import { confirmMatch } from './confirm-match.ts';
import { openAmountOf } from './load-ledger.ts';
import { reconcileCompany } from './reconcile-company.ts';
import { seenOf, versionOf } from './seen.ts';

let world: TestWorld;
let context: Context;
let account: BankAccount;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.onCrashPoint.hook = () => undefined;
  const companyId = await givenCompany(world.database.db);
  context = contextOf(world.services, companyId, mieke);
  account = await givenBankAccount(world.database.db, companyId);
});

describe('a person and the matcher at one line', () => {
  it('when the matcher has booked it but not committed: the person waits, and is told who did what', async () => {
    const confirm = await givenConfirmation();
    let refused: Promise<unknown> = Promise.resolve();
    world.onCrashPoint.hook = (name) => {
      if (name === 'booking.batch-written') refused = confirm().catch((error: unknown) => error);
    };

    const worker: Context = { ...context, actor: { type: 'system', job: 'match' } };
    expect(await reconcileCompany(worker)).toEqual({ bookedCount: 1 });

    expect(await refused).toMatchObject({
      code: 'line_taken',
      details: { actorType: 'system', action: 'allocation.create' },
    });
    expect(await allocations()).toMatchObject([{ cause: 'rule' }]);
  });

  it('when the person was first: the matcher finds nothing to do, and changes nothing', async () => {
    const other = await givenInvoice(1, 121_00n);
    const confirm = await givenConfirmation(0, other);
    await confirm();
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });
    expect(await allocations()).toMatchObject([{ cause: 'person', documentId: other.documentId }]);
  });

  it('when both are at it, whoever began: one of them books it, ten times out of ten', async () => {
    for (let time = 0; time < 10; time += 1) {
      world.onCrashPoint.hook = () => undefined;
      const confirm = await givenConfirmation(time);
      const before = (await allocations()).length;
      const [person, matcher] = await Promise.allSettled(
        time % 2 === 0 ? [confirm(), reconcileCompany(context)] : bothWithMatcherFirst(confirm),
      );
      expect(matcher.status).toBe('fulfilled');
      const made = (await allocations()).slice(before);
      expect(made).toHaveLength(1);
      if (person.status === 'rejected') expect(person.reason).toMatchObject({ code: 'line_taken' });
      else expect(made).toMatchObject([{ cause: 'person' }]);
    }
    expect(new Set((await allocations()).map(({ cause }) => cause)).size).toBe(2);
    expect(await auditMoney(context)).toEqual([]);
  });
});

describe('the sums stay exact and what is left over stays to be seen, when a known payer pays', () => {
  const known = { payeeIban: 'BE64733120447152', onfactContactId: 7 };

  it('a part of an invoice: the rest of the invoice stays open', async () => {
    await givenMode('learned');
    const invoice = await givenInvoice(1, 121_00n, known);
    await givenPaid(50_00n, invoice);
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 1 });
    expect(await standing()).toEqual({ open: [71_00n], unmatched: [0n] });
  });

  it('more than the invoice: the rest of the line stays to be decided', async () => {
    await givenMode('learned');
    const invoice = await givenInvoice(1, 121_00n, known);
    await givenPaid(130_00n, invoice);
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 1 });
    expect(await standing()).toEqual({ open: [0n], unmatched: [9_00n] });
  });

  it('three invoices in one: each is settled, and nothing is left', async () => {
    await givenMode('learned');
    const invoices = [
      await givenInvoice(1, 121_00n, known),
      await givenInvoice(2, 60_50n, known),
      await givenInvoice(3, 9_99n, known),
    ];
    await givenPaid(191_49n, ...invoices);
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 1 });
    expect(await standing()).toEqual({ open: [0n, 0n, 0n], unmatched: [0n] });
  });
});

it('a communication that a person saw on the payment of another document is only proposed from then on', async () => {
  const repeated = await givenInvoice(1, 121_00n, { onfactContactId: 7 });
  const paid = await givenInvoice(2, 121_00n, { onfactContactId: 7 });
  const confirm = await givenConfirmationOf(repeated, paid);
  await confirm();

  await givenLines(context.db, account, [naming(repeated)]);
  expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });
  expect(await inCompany(context.db, context.companyId, (tx) => listMemory(tx, context.companyId))).toContainEqual(
    expect.objectContaining({ kind: 'old_reference', value: repeated.structuredCommunication, onfactContactId: 7 }),
  );
});

it('a mode that changes during a run holds from the next batch on; what was booked keeps its rule and version', async () => {
  const references = Array.from({ length: 251 }, (_, at) => structuredCommunicationOf(BigInt(at)));
  const snapshots = references.map((structuredCommunication, at) =>
    documentSnapshot({ number: `2026-${300 + at}`, structuredCommunication }),
  );
  await inCompany(context.db, context.companyId, (tx) =>
    saveDocuments(tx, context.companyId, snapshots, context.clock.now()),
  );
  const readings = references.map((remittanceInformation) => lineReading({ remittanceInformation }));
  await givenLines(context.db, account, readings);
  world.onCrashPoint.hook = async (name) => {
    if (name === 'booking.batch-committed') await givenMode('off');
  };

  expect(await reconcileCompany(context)).toEqual({ bookedCount: 250 });

  const made = await allocations();
  expect(made).toHaveLength(250);
  for (const allocation of made) expect(allocation).toMatchObject({ rule: 'exact-reference', matcherVersion });
  expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });
  expect(await allocations()).toEqual(made);
});

/** The person comes while the matcher holds the line. */
function bothWithMatcherFirst(confirm: () => Promise<unknown>): [Promise<unknown>, Promise<unknown>] {
  const { promise: person, resolve, reject } = Promise.withResolvers<unknown>();
  world.onCrashPoint.hook = (name) => {
    if (name === 'booking.batch-written') confirm().then(resolve, reject);
  };
  return [person, reconcileCompany(context)];
}

/** A line that names an invoice, and what a person who saw both does: books it on that one, or on another. */
async function givenConfirmation(sequence = 0, chosenByPerson?: OpenDocument): Promise<() => Promise<unknown>> {
  const named = await givenInvoice(sequence, 121_00n);
  return givenConfirmationOf(named, chosenByPerson ?? named);
}

async function givenConfirmationOf(named: OpenDocument, document: OpenDocument): Promise<() => Promise<unknown>> {
  const [bankTransactionId = ''] = await givenLines(context.db, account, [naming(named)]);
  const line = (await lines()).find((row) => row.bankTransactionId === bankTransactionId);
  if (!line) throw new Error('The line was not stored');
  const chosen = { documentId: document.documentId, amount: { amountMinor: 121_00n, currency: 'EUR' } };
  const allocations = [{ ...chosen, version: versionOf(document) }];
  return () => confirmMatch(context, { bankTransactionId, allocations, remainder: 'none', seen: seenOf(line) });
}

function naming({ structuredCommunication }: OpenDocument) {
  return lineReading({ remittanceInformation: structuredCommunication, structuredCommunication });
}

async function givenInvoice(sequence: number, totalMinor: bigint, change: object = {}): Promise<OpenDocument> {
  const reference = {
    number: `2026-${300 + sequence}`,
    structuredCommunication: structuredCommunicationOf(BigInt(sequence)),
  };
  const documentId = await givenDocument(context.db, context.companyId, { ...reference, totalMinor, ...change });
  const found = (await documents()).find((row) => row.documentId === documentId);
  if (!found) throw new Error('The invoice was not stored');
  return found;
}

async function givenPaid(amountMinor: bigint, ...invoices: readonly OpenDocument[]): Promise<void> {
  const remittanceInformation = invoices.map(({ number }) => number).join(', ');
  const remittanceInformationType = 'unstructured' as const;
  const text = { remittanceInformation, remittanceInformationType, structuredCommunication: null };
  await givenLines(context.db, account, [lineReading({ amountMinor, ...text })]);
}

async function givenMode(automaticMatching: BankAccount['automaticMatching']): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.bankAccount).set({ automaticMatching }));
}

/** What is open on the documents, by number, and what of the lines is not matched. */
async function standing() {
  expect(await auditMoney(context)).toEqual([]);
  const all = (await documents()).toSorted((left, right) => left.number.localeCompare(right.number));
  const unmatched = (await lines()).map(({ amountMinor, allocatedMinor }) => amountMinor - allocatedMinor);
  return { open: all.map(openAmountOf), unmatched };
}

function lines() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
}

function documents() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
}

function allocations() {
  const { createdAt, allocationId } = schema.allocation;
  return inCompany(context.db, context.companyId, (tx) =>
    tx.select().from(schema.allocation).orderBy(createdAt, allocationId),
  );
}
