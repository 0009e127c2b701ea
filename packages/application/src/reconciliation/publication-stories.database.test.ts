import { asDispatcher, inCompany, listActiveAllocations, listDuePublications, schema } from '@onfact-ponto/db';
import type { BankAccount, DocumentKind } from '@onfact-ponto/db';
import { givenBankAccount, givenLines, lineReading } from '@onfact-ponto/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { givenContextWithBooks, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { publishAllocation } from './publish-allocation.ts';
import { refreshOpenDocuments } from './refresh-open-documents.ts';
import { retractAllocation } from './retract-allocation.ts';
import { takeBack } from './take-back.ts';
import { writeBookings } from './write-bookings.ts';

/** More of them by PUBLICATION_STORIES, and then longer ones. */
const numRuns = Number(process.env.PUBLICATION_STORIES ?? 10);
const isLong = numRuns > 10;
const maxLength = isLong ? 60 : 25;

const share = 20_00n;

let world: TestWorld;
let context: Context;
let account: BankAccount;
let companyUuid: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  companyUuid = world.onfact.endpoints.companyUuid;
  context = await givenContextWithBooks(world);
  account = await givenBankAccount(world.database.db, context.companyId);
});
afterAll(() => world.stop());

/** What may go wrong on the way to onFact. `after` means that onFact did it. */
const faults = {
  busy: { kind: 'status', status: 429 },
  busyForLong: { kind: 'status', status: 429, retryAfter: '300' },
  failed: { kind: 'status', status: 500 },
  failedAfter: { kind: 'status-after', status: 500 },
  lost: { kind: 'drop' },
  lostAfter: { kind: 'drop-after' },
  cut: { kind: 'truncate' },
} as const;

const paths = ['*/payments.json', '*/payments/*', '*/document-events.json', '*'] as const;

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), document: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('publish' as const), workers: fc.integer({ min: 1, max: 2 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
      path: fc.constantFrom(...paths),
      method: fc.constantFrom('GET', 'POST', 'DELETE', undefined),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('die' as const),
      atCall: fc.integer({ min: 1, max: 6 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(11, 95, 130, 3_700) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('colleague' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const kinds: readonly [DocumentKind, 'invoices' | 'paymentrequests' | 'purchases' | 'creditnotes'][] = [
  ['sales_invoice', 'invoices'],
  ['sales_invoice', 'invoices'],
  ['payment_request', 'paymentrequests'],
  ['purchase_invoice', 'purchases'],
  ['sales_credit_note', 'creditnotes'],
];

it.each([
  [
    'an onFact as its screens let expect',
    { autoPaid: true, reopens: true, ordersLists: true, outgoingBelowNothing: false },
  ],
  [
    'one that leaves the state to us',
    { autoPaid: false, reopens: false, ordersLists: true, outgoingBelowNothing: false },
  ],
  ['one that heeds no order', { autoPaid: true, reopens: true, ordersLists: false, outgoingBelowNothing: true }],
])(
  'in %s each allocation is at most one payment, whatever goes wrong, and in the end exactly one',
  async (_what, settings) => {
    world.onfact.world.configure(settings);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength }), async (steps) => {
        const documents = await givenDocuments();
        for (const each of steps) {
          await take(each, documents);
          await assertNeverTooMany(documents);
        }
        await comeToRest();
        await assertExact(documents);
      }),
      { numRuns, endOnFailure: true },
    );
  },
  isLong ? 3_600_000 : 240_000,
);

type Document = Readonly<{ documentId: string; onfactId: number; kind: DocumentKind }>;

/** Each holds three shares. All lines look the same: same day, amount and payer. */
async function givenDocuments(): Promise<Document[]> {
  await comeToRest();
  const made = kinds.map(([, kind]) => world.onfact.world.addDocument(companyUuid, { kind, amount: '60.00' }).id);
  await refreshOpenDocuments(context);
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
  return made.map((onfactId, index) => {
    const row = rows.find((candidate) => candidate.onfactId === onfactId);
    return { documentId: row?.documentId ?? '', onfactId, kind: kinds[index]?.[0] ?? 'sales_invoice' };
  });
}

async function take(what: Step, documents: readonly Document[]): Promise<void> {
  switch (what.do) {
    case 'book':
      return book(documents[what.document]);
    case 'undo':
      return undo(documents, what.which);
    case 'publish':
      await Promise.all(Array.from({ length: what.workers }, () => publishDue(context)));
      return;
    case 'fault':
      world.onfact.world.injectFault({
        path: what.path,
        ...(what.method === undefined ? {} : { method: what.method }),
        times: what.times,
        effect: faults[what.fault],
      });
      return;
    case 'die': {
      const { mortal, died } = dying(what);
      await Promise.race([publishDue(mortal), died]);
      return;
    }
    case 'wait':
      world.clock.offsetMs += what.seconds * 1_000;
      return;
    case 'colleague':
      world.onfact.world.configure({
        paymentsGrowWhilePaging: !world.onfact.world.settings().paymentsGrowWhilePaging,
      });
  }
}

/** A line of its own for a share of the document, where there is room. */
async function book(document: Document | undefined): Promise<void> {
  if (!document) return;
  const active = (await activeOf([document])).length;
  if (active >= 3) return;
  const isOutgoing = document.kind === 'purchase_invoice' || document.kind === 'sales_credit_note';
  const [bankTransactionId = ''] = await givenLines(context.db, account, [
    lineReading({ amountMinor: isOutgoing ? -share : share }),
  ]);
  const { documentId } = document;
  await inCompany(context.db, context.companyId, (tx) =>
    writeBookings(tx, context, [
      {
        bankTransactionId,
        allocations: [{ documentId, amountMinor: share, adjustmentMinor: 0n, adjustmentKind: null }],
        cause: 'person',
        rule: null,
        matcherVersion: null,
        confidence: null,
        matchRunId: null,
        reasons: [],
      },
    ]),
  );
}

async function undo(documents: readonly Document[], which: number): Promise<void> {
  const active = await activeOf(documents);
  const allocation = active[which % Math.max(1, active.length)];
  if (!allocation) return;
  await inCompany(context.db, context.companyId, (tx) => takeBack(tx, context, [allocation], 'taken_back'));
}

async function activeOf(documents: readonly Document[]) {
  const ids = new Set(documents.map(({ documentId }) => documentId));
  const active = await inCompany(context.db, context.companyId, (tx) =>
    listActiveAllocations(tx, context.companyId, {}),
  );
  return active.filter(({ documentId }) => ids.has(documentId));
}

async function publishDue(by: Context): Promise<void> {
  const due = await asDispatcher(context.db, (tx) =>
    listDuePublications(tx, { now: context.clock.now(), limit: 100, limitPerCompany: 100 }),
  );
  for (const { publicationId, operation } of due) {
    await (operation === 'create' ? publishAllocation : retractAllocation)(by, { publicationId });
  }
}

type Call = (...parameters: unknown[]) => Promise<unknown>;

/** A process that dies at its n-th call to onFact: before it went out, or with the answer in hand. */
function dying({ atCall, when }: { atCall: number; when: 'before' | 'after' }): {
  mortal: Context;
  died: Promise<void>;
} {
  let calls = 0;
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  const death = async (): Promise<never> => {
    die();
    return new Promise<never>(() => undefined);
  };
  const mortalCall =
    (call: Call): Call =>
    async (...parameters: unknown[]) => {
      calls += 1;
      const isLast = calls === atCall;
      if (isLast && when === 'before') return death();
      const answer = await call(...parameters);
      return isLast ? death() : answer;
    };
  const mortal: Context = {
    ...context,
    onfactFor(credentials) {
      const client = context.onfactFor(credentials);
      const resources = Object.entries(client).map(([name, resource]) => [
        name,
        typeof resource === 'function'
          ? resource
          : Object.fromEntries(
              Object.entries(resource as unknown as Record<string, Call>).map(([method, call]) => [
                method,
                method === 'pages' ? call : mortalCall(call),
              ]),
            ),
      ]);
      return Object.fromEntries(resources) as typeof client;
    },
  };
  return { mortal, died };
}

function paymentsOf({ onfactId }: Document) {
  return world.onfact.world.payments(companyUuid).filter(({ documentId }) => documentId === onfactId);
}

/** A payment stands for an allocation that is active, or whose taking back is not done yet. */
async function assertNeverTooMany(documents: readonly Document[]): Promise<void> {
  const { allocations, publications } = await inCompany(context.db, context.companyId, async (tx) => ({
    allocations: await tx.select().from(schema.allocation),
    publications: await tx.select().from(schema.publication),
  }));
  const retracted = new Set(
    publications
      .filter(({ operation, state }) => operation === 'retract' && state === 'sent')
      .map(({ allocationId }) => allocationId),
  );
  for (const document of documents) {
    const standing = allocations.filter(
      ({ documentId, allocationId }) => documentId === document.documentId && !retracted.has(allocationId),
    );
    expect(paymentsOf(document).length, document.kind).toBeLessThanOrEqual(standing.length);
  }
}

/** Nothing fails any more, and time passes until nothing is left to do. */
async function comeToRest(): Promise<void> {
  world.onfact.world.clearFaults();
  world.onfact.world.configure({ paymentsGrowWhilePaging: false });
  for (let round = 0; round < 40; round += 1) {
    world.clock.offsetMs += 3_700_000;
    await publishDue(context);
    if ((await openPublications()).length === 0) return;
  }
  throw new Error('The outbox never came to rest');
}

async function openPublications() {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.publication));
  return rows.filter(({ dueAt }) => dueAt !== null);
}

async function assertExact(documents: readonly Document[]): Promise<void> {
  const publications = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.publication));
  for (const document of documents) {
    const active = await activeOf([document]);
    const told = active.map(({ allocationId }) => {
      const created = publications.find((row) => row.allocationId === allocationId && row.operation === 'create');
      return created?.state === 'sent' ? created.onfactPaymentId : created?.problem;
    });
    const payments = paymentsOf(document);
    expect(payments.map(({ id }) => id).toSorted(), document.kind).toEqual(told.toSorted());
    const { status } =
      world.onfact.world.company(companyUuid).documents.find(({ id }) => id === document.onfactId) ?? {};
    expect(status === 'paid', `${document.kind} with ${payments.length} payments is ${status}`).toBe(
      payments.length === 3,
    );
  }
}
