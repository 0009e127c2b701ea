import { and, asc, desc, eq, exists, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { openDocument, paymentInitiation, paymentInitiationItem, paymentInitiationStep } from '../schema/index.ts';

export type PaymentInitiation = typeof paymentInitiation.$inferSelect;
export type PaymentInitiationItem = typeof paymentInitiationItem.$inferSelect;
export type PaymentInitiationStep = typeof paymentInitiationStep.$inferSelect;
export type PaymentInitiationState = PaymentInitiation['state'];

type Key = Pick<PaymentInitiation, 'companyId' | 'paymentInitiationId'>;
/** What happened, and who did it. */
export type StepCause = Pick<PaymentInitiationStep, 'at' | 'event' | 'actorType' | 'actorId' | 'actorName'> &
  Partial<Pick<PaymentInitiationStep, 'reason' | 'providerRequestId'>>;

/**
 * Writes a payment down with its transfers and its first step.
 * @returns undefined when there is one under this request key already: nothing was written
 * @throws of the database, `payment_initiation_item_one_live_idx`, when one of its documents is being paid already
 */
export async function insertPaymentInitiation(
  tx: Transaction,
  row: typeof paymentInitiation.$inferInsert,
  items: readonly Omit<typeof paymentInitiationItem.$inferInsert, 'companyId' | 'paymentInitiationId' | 'position'>[],
  cause: StepCause,
): Promise<PaymentInitiation | undefined> {
  const [added] = await tx
    .insert(paymentInitiation)
    .values(row)
    .onConflictDoNothing({ target: [paymentInitiation.companyId, paymentInitiation.requestKey] })
    .returning();
  if (!added) return undefined;
  const { companyId, paymentInitiationId, state, revision } = added;
  await tx
    .insert(paymentInitiationItem)
    .values(items.map((item, index) => ({ ...item, companyId, paymentInitiationId, position: index + 1 })));
  await tx
    .insert(paymentInitiationStep)
    .values({ companyId, paymentInitiationId, revision, fromState: null, toState: state, ...cause });
  return added;
}

export async function findPaymentInitiation(tx: Transaction, key: Key): Promise<PaymentInitiation | undefined> {
  const [row] = await tx.select().from(paymentInitiation).where(isKey(key));
  return row;
}

export async function findPaymentInitiationByRequest(
  tx: Transaction,
  companyId: string,
  requestKey: string,
): Promise<PaymentInitiation | undefined> {
  const [row] = await tx
    .select()
    .from(paymentInitiation)
    .where(and(eq(paymentInitiation.companyId, companyId), eq(paymentInitiation.requestKey, requestKey)));
  return row;
}

/** Nobody else changes it until this transaction ends. */
export async function lockPaymentInitiation(tx: Transaction, key: Key): Promise<PaymentInitiation | undefined> {
  const [row] = await tx.select().from(paymentInitiation).where(isKey(key)).for('update');
  return row;
}

/** In the order in which they were prepared. */
export async function listPaymentInitiationItems(
  tx: Transaction,
  { companyId, paymentInitiationId }: Key,
): Promise<PaymentInitiationItem[]> {
  return tx
    .select()
    .from(paymentInitiationItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        eq(paymentInitiationItem.paymentInitiationId, paymentInitiationId),
      ),
    )
    .orderBy(asc(paymentInitiationItem.position));
}

/** The last payment of the page before. */
export type PaymentCursor = Pick<PaymentInitiation, 'preparedAt' | 'paymentInitiationId'>;

/** Newest first; those of one moment by their ids. */
export async function listPaymentInitiations(
  tx: Transaction,
  companyId: string,
  { limit, before }: { limit: number; before: PaymentCursor | undefined },
): Promise<PaymentInitiation[]> {
  return tx
    .select()
    .from(paymentInitiation)
    .where(
      and(
        eq(paymentInitiation.companyId, companyId),
        before &&
          sql`(${paymentInitiation.preparedAt}, ${paymentInitiation.paymentInitiationId})
            < (${before.preparedAt.toISOString()}::timestamptz, ${before.paymentInitiationId}::uuid)`,
      ),
    )
    .orderBy(desc(paymentInitiation.preparedAt), desc(paymentInitiation.paymentInitiationId))
    .limit(limit);
}

/** A transfer with the number of what it pays; of a line that is paid back there is none. */
export type PreparedTransfer = {
  item: PaymentInitiationItem;
  number: string | null;
  kind: (typeof openDocument.$inferSelect)['kind'] | null;
};

/** The transfers of these payments of one company, in their order. */
export async function listPreparedTransfers(tx: Transaction, payments: readonly Key[]): Promise<PreparedTransfer[]> {
  const [first] = payments;
  if (!first) return [];
  const ids = payments.map(({ paymentInitiationId }) => paymentInitiationId);
  return tx
    .select({ item: paymentInitiationItem, number: openDocument.number, kind: openDocument.kind })
    .from(paymentInitiationItem)
    .leftJoin(
      openDocument,
      and(
        eq(openDocument.companyId, paymentInitiationItem.companyId),
        eq(openDocument.documentId, paymentInitiationItem.documentId),
      ),
    )
    .where(
      and(
        eq(paymentInitiationItem.companyId, first.companyId),
        inArray(paymentInitiationItem.paymentInitiationId, ids),
      ),
    )
    .orderBy(asc(paymentInitiationItem.paymentInitiationId), asc(paymentInitiationItem.position));
}

/** Payments at Ponto whose end is not known yet. */
export async function countRunningPayments(tx: Transaction, companyId: string): Promise<number> {
  const carriesLiveTransfer = tx
    .select({ one: sql`1` })
    .from(paymentInitiationItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, paymentInitiation.companyId),
        eq(paymentInitiationItem.paymentInitiationId, paymentInitiation.paymentInitiationId),
        eq(paymentInitiationItem.isLive, true),
      ),
    );
  return tx.$count(
    paymentInitiation,
    and(eq(paymentInitiation.companyId, companyId), eq(paymentInitiation.method, 'ponto'), exists(carriesLiveTransfer)),
  );
}

const payableId = sql<string>`coalesce(${paymentInitiationItem.documentId}, ${paymentInitiationItem.refundedTransactionId})`;

/** Those of the documents, and of the lines to pay back, that a payment which lives carries, with that payment. */
export async function listRunningItems(
  tx: Transaction,
  companyId: string,
  payableIds: readonly string[],
): Promise<{ payableId: string; paymentInitiationId: string }[]> {
  return tx
    .select({ payableId, paymentInitiationId: paymentInitiationItem.paymentInitiationId })
    .from(paymentInitiationItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        or(
          inArray(paymentInitiationItem.documentId, [...payableIds]),
          inArray(paymentInitiationItem.refundedTransactionId, [...payableIds]),
        ),
        eq(paymentInitiationItem.isLive, true),
      ),
    );
}

/**
 * Writes down a step, and what it changes.
 * @param locked the payment, locked by this transaction
 * @param toState the same state when the event was not obeyed
 * @param isLive whether its documents stay taken
 */
export async function stepPaymentInitiation(
  tx: Transaction,
  locked: PaymentInitiation,
  { toState, isLive, change }: { toState: PaymentInitiationState; isLive: boolean; change: PaymentChange },
  cause: StepCause,
): Promise<PaymentInitiation> {
  const hasMoved = toState !== locked.state;
  const [stepped] = await tx
    .update(paymentInitiation)
    .set({
      ...change,
      state: toState,
      revision: locked.revision + 1,
      ...(hasMoved ? { stateSince: cause.at, stateReason: cause.reason ?? null } : {}),
    })
    .where(isKey(locked))
    .returning();
  if (!stepped) throw new Error('The payment to step does not exist');
  const { companyId, paymentInitiationId, revision } = stepped;
  if (!isLive) await releaseDocuments(tx, locked);
  await tx
    .insert(paymentInitiationStep)
    .values({ companyId, paymentInitiationId, revision, fromState: locked.state, toState, ...cause });
  return stepped;
}

type PaymentChange = Partial<
  Pick<
    PaymentInitiation,
    | 'firstSentAt'
    | 'pontoAccountId'
    | 'attemptCount'
    | 'pontoPaymentId'
    | 'signingUrl'
    | 'pontoStatus'
    | 'lookedAt'
    | 'dueAt'
    | 'approvedAt'
    | 'approvedById'
    | 'approvedByName'
  >
>;

/** What is no step: when it was looked at, what Ponto's word was, when to look again. */
export async function updatePaymentInitiation(
  tx: Transaction,
  key: Key,
  change: Pick<PaymentChange, 'pontoStatus' | 'lookedAt' | 'dueAt'>,
): Promise<void> {
  await tx.update(paymentInitiation).set(change).where(isKey(key));
}

async function releaseDocuments(tx: Transaction, { companyId, paymentInitiationId }: Key): Promise<void> {
  await tx
    .update(paymentInitiationItem)
    .set({ isLive: false })
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        eq(paymentInitiationItem.paymentInitiationId, paymentInitiationId),
        eq(paymentInitiationItem.isLive, true),
      ),
    );
}

/** Oldest first. */
export async function listPaymentInitiationSteps(
  tx: Transaction,
  { companyId, paymentInitiationId }: Key,
): Promise<PaymentInitiationStep[]> {
  return tx
    .select()
    .from(paymentInitiationStep)
    .where(
      and(
        eq(paymentInitiationStep.companyId, companyId),
        eq(paymentInitiationStep.paymentInitiationId, paymentInitiationId),
      ),
    )
    .orderBy(asc(paymentInitiationStep.revision));
}

/** What must be asked or sent now, over all companies, oldest first. Run it as the dispatcher. */
export async function listDuePaymentInitiations(
  tx: Transaction,
  { now, limit, limitPerCompany }: { now: Date; limit: number; limitPerCompany: number },
): Promise<Key[]> {
  const due = tx
    .select({
      companyId: paymentInitiation.companyId,
      paymentInitiationId: paymentInitiation.paymentInitiationId,
      dueAt: paymentInitiation.dueAt,
      place:
        sql<number>`row_number() over (partition by ${paymentInitiation.companyId} order by ${paymentInitiation.dueAt})`.as(
          'place',
        ),
    })
    .from(paymentInitiation)
    .where(lte(paymentInitiation.dueAt, now))
    .as('due');
  return tx
    .select({ companyId: due.companyId, paymentInitiationId: due.paymentInitiationId })
    .from(due)
    .where(lte(due.place, limitPerCompany))
    .orderBy(due.dueAt)
    .limit(limit);
}

function isKey({ companyId, paymentInitiationId }: Key) {
  return and(
    eq(paymentInitiation.companyId, companyId),
    eq(paymentInitiation.paymentInitiationId, paymentInitiationId),
  );
}

/** Our own end-to-end ids, with the document that each pays. */
export async function listEndToEndIds(
  tx: Transaction,
  companyId: string,
): Promise<{ documentId: string; endToEndId: string }[]> {
  const rows = await tx
    .select({ documentId: paymentInitiationItem.documentId, endToEndId: paymentInitiationItem.endToEndId })
    .from(paymentInitiationItem)
    .where(and(eq(paymentInitiationItem.companyId, companyId), isNull(paymentInitiationItem.bankTransactionId)));
  return rows.flatMap(({ documentId, endToEndId }) => (documentId === null ? [] : [{ documentId, endToEndId }]));
}

/** The payment that a transfer belongs to, for joins. */
export const isPaymentOfItem = and(
  eq(paymentInitiation.companyId, paymentInitiationItem.companyId),
  eq(paymentInitiation.paymentInitiationId, paymentInitiationItem.paymentInitiationId),
);
