import { and, desc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database.ts';
import { announcedSynchronization, webhookCount, webhookEvent } from '../schema/index.ts';
import { asJson } from './parameters.ts';

export type WebhookEvent = typeof webhookEvent.$inferSelect;
export type AnnouncedSynchronization = typeof announcedSynchronization.$inferSelect;

type ConnectionPlace = { companyId: string; connectionId: string };

/** @returns false when it was delivered before */
export async function insertWebhookEvent(
  tx: Transaction,
  { raw, ...event }: Omit<WebhookEvent, 'handledAt'>,
): Promise<boolean> {
  const added = await tx
    .insert(webhookEvent)
    .values({ ...event, raw: sql`${asJson(raw)}::jsonb` })
    .onConflictDoNothing()
    .returning({ eventId: webhookEvent.eventId });
  return added.length === 1;
}

/** What nobody has acted upon yet, oldest of Ponto's clock first. */
export async function listUnhandledWebhookEvents(
  tx: Transaction,
  { companyId, connectionId }: ConnectionPlace,
): Promise<WebhookHint[]> {
  return tx
    .select(hintColumns)
    .from(webhookEvent)
    .where(
      and(
        eq(webhookEvent.companyId, companyId),
        eq(webhookEvent.connectionId, connectionId),
        isNull(webhookEvent.handledAt),
      ),
    )
    .orderBy(webhookEvent.announcedAt, webhookEvent.eventId);
}

/** What there is to act upon; what Ponto sent word for word is for people. */
export type WebhookHint = Pick<
  WebhookEvent,
  'companyId' | 'eventId' | 'kind' | 'pontoAccountId' | 'synchronizationId' | 'announcedAt'
>;

const hintColumns = {
  companyId: webhookEvent.companyId,
  eventId: webhookEvent.eventId,
  kind: webhookEvent.kind,
  pontoAccountId: webhookEvent.pontoAccountId,
  synchronizationId: webhookEvent.synchronizationId,
  announcedAt: webhookEvent.announcedAt,
};

/** The last of some kinds on Ponto's clock, handled or not: what a late delivery of an older one cannot change. */
export async function findNewestWebhookEvent(
  tx: Transaction,
  { companyId, connectionId }: ConnectionPlace,
  kinds: readonly string[],
): Promise<WebhookEvent | undefined> {
  const [row] = await tx
    .select()
    .from(webhookEvent)
    .where(
      and(
        eq(webhookEvent.companyId, companyId),
        eq(webhookEvent.connectionId, connectionId),
        inArray(webhookEvent.kind, [...kinds]),
      ),
    )
    .orderBy(desc(webhookEvent.announcedAt), desc(webhookEvent.eventId))
    .limit(1);
  return row;
}

export async function markWebhookEventsHandled(
  tx: Transaction,
  companyId: string,
  eventIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx
    .update(webhookEvent)
    .set({ handledAt: at })
    .where(
      and(
        eq(webhookEvent.companyId, companyId),
        sql`${webhookEvent.eventId} in (select jsonb_array_elements_text(${asJson(eventIds)}::jsonb))`,
      ),
    );
}

/** Forgets what came before a moment, also of accounts that nobody reads any more. */
export async function deleteWebhookEvents(tx: Transaction, companyId: string, before: Date): Promise<void> {
  await tx
    .delete(announcedSynchronization)
    .where(and(eq(announcedSynchronization.companyId, companyId), lt(announcedSynchronization.announcedAt, before)));
  await tx.delete(webhookEvent).where(and(eq(webhookEvent.companyId, companyId), lt(webhookEvent.receivedAt, before)));
}

export async function announceSynchronizations(
  tx: Transaction,
  rows: readonly AnnouncedSynchronization[],
): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(announcedSynchronization)
      .values([...rows])
      .onConflictDoNothing();
}

/** Those of one account that are still to be read, newest first. */
export async function listAnnouncedSynchronizations(
  tx: Transaction,
  { companyId, pontoAccountId }: { companyId: string; pontoAccountId: string },
): Promise<AnnouncedSynchronization[]> {
  return tx
    .select()
    .from(announcedSynchronization)
    .where(
      and(
        eq(announcedSynchronization.companyId, companyId),
        eq(announcedSynchronization.pontoAccountId, pontoAccountId),
      ),
    )
    .orderBy(desc(announcedSynchronization.announcedAt), announcedSynchronization.synchronizationId);
}

/** They were read, or a walk that came later covers them. */
export async function forgetAnnouncedSynchronizations(
  tx: Transaction,
  { companyId, pontoAccountId }: { companyId: string; pontoAccountId: string },
  upTo: Date,
): Promise<void> {
  await tx
    .delete(announcedSynchronization)
    .where(
      and(
        eq(announcedSynchronization.companyId, companyId),
        eq(announcedSynchronization.pontoAccountId, pontoAccountId),
        lte(announcedSynchronization.announcedAt, upTo),
      ),
    );
}

/** Counts deliveries that had no effect. Of no company, so it goes through no gate. */
export async function addToWebhookCount(
  db: Database,
  { day, reason, count }: typeof webhookCount.$inferSelect,
): Promise<void> {
  await db
    .insert(webhookCount)
    .values({ day, reason, count })
    .onConflictDoUpdate({
      target: [webhookCount.day, webhookCount.reason],
      set: { count: sql`${webhookCount.count} + excluded.count` },
    });
}

/** Those of one connection, newest first. */
export async function listWebhookEvents(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  limit: number,
): Promise<WebhookEvent[]> {
  return tx
    .select()
    .from(webhookEvent)
    .where(and(eq(webhookEvent.companyId, companyId), eq(webhookEvent.connectionId, connectionId)))
    .orderBy(desc(webhookEvent.receivedAt))
    .limit(limit);
}
