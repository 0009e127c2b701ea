import {
  announceSynchronizations,
  deleteWebhookEvents,
  findLatestPull,
  findNewestWebhookEvent,
  inCompany,
  listUnhandledWebhookEvents,
  lockConnection,
  markWebhookEventsHandled,
  wantReading,
} from '@onfact-ponto/db';
import type { AnnouncedSynchronization, Connection, Transaction, WebhookHint } from '@onfact-ponto/db';
import type { PontoWebhookEventKind } from '@onfact-ponto/ponto-client';
import { blockConnection } from '../connection/block-connection.ts';
import { moveConnection } from '../connection/move-connection.ts';
import type { Context } from '../context.ts';
import { hintIntervalMs } from '../synchronization/next-due.ts';
import { maximumDeltas } from '../synchronization/read-deltas.ts';
import { isRevokedAtPonto, settleRevocation } from './revocation.ts';

/** Ponto tells of one visit to a bank in several events: they are read together. */
const gatherMs = 5_000;
/** What Ponto told is kept this long, for support. */
const keptMs = 30 * 24 * 60 * 60_000;

/**
 * Acts upon everything that Ponto told about a connection since the last time. An event is a hint: it makes the next
 * reading come sooner, or Ponto is asked how things are now. So it does not matter in which order events come, how
 * often, or whether at all.
 */
export async function handleEvents(context: Context, input: { connectionId: string }): Promise<void> {
  const { companyId } = context;
  const place = { companyId, connectionId: input.connectionId };
  const hints = await inCompany(context.db, companyId, (tx) => listUnhandledWebhookEvents(tx, place));
  if (hints.length === 0) return;
  const isRevoked = hints.some(isOf('integration.revoked')) && (await isRevokedAtPonto(context, input.connectionId));

  await inCompany(context.db, companyId, async (tx) => {
    const locked = await lockConnection(tx, place);
    if (!locked) return;
    if (isRevoked) await settleRevocation(tx, context, locked);
    else await readSoon(tx, context, await followBlocking(tx, context, locked, hints), hints);
    await announceSynchronizations(tx, deltasOf(hints));
    const now = context.clock.now();
    const handledIds = hints.map(({ eventId }) => eventId);
    await markWebhookEventsHandled(tx, companyId, handledIds, now);
    await deleteWebhookEvents(tx, companyId, new Date(now.getTime() - keptMs));
  });
}

/**
 * Nothing public says how to ask whether an organization is blocked, so the last word of Ponto on its own clock counts.
 * When that word is lost, `lookAtBlockedConnection` finds out.
 */
async function followBlocking(
  tx: Transaction,
  context: Context,
  connection: Connection,
  hints: readonly WebhookHint[],
): Promise<Connection> {
  if (!hints.some(isOf('organization.blocked', 'organization.unblocked'))) return connection;
  const newest = await findNewestWebhookEvent(tx, connection, ['organization.blocked', 'organization.unblocked']);
  const isOfThisLink = newest && connection.connectedAt && newest.announcedAt >= connection.connectedAt;
  if (!isOfThisLink) return connection;
  return newest.kind === 'organization.blocked'
    ? blockConnection(tx, context, connection, { reason: 'told_by_ponto' })
    : moveConnection(tx, context, connection, 'organization_unblocked', { reason: 'told_by_ponto' });
}

async function readSoon(
  tx: Transaction,
  context: Context,
  connection: Connection,
  hints: readonly WebhookHint[],
): Promise<void> {
  const delays = hints.flatMap(({ kind }) => delayOf[kind as PontoWebhookEventKind] ?? []);
  if (delays.length === 0) return;
  const readSince = (await findLatestPull(tx, connection))?.startedAt ?? null;
  const soon = context.clock.now().getTime() + Math.min(...delays);
  const at = new Date(Math.max(soon, (readSince?.getTime() ?? 0) + hintIntervalMs));
  await wantReading(tx, connection, { at, readSince });
}

/** After which events there is something to read, and how soon: somebody may be waiting for an account. */
const delayOf: Readonly<Partial<Record<PontoWebhookEventKind, number>>> = {
  'synchronization.succeededWithoutChange': gatherMs,
  'synchronization.failed': gatherMs,
  'account.detailsUpdated': gatherMs,
  'account.transactionsCreated': gatherMs,
  'account.transactionsUpdated': gatherMs,
  'account.pendingTransactionsCreated': gatherMs,
  'account.pendingTransactionsUpdated': gatherMs,
  'account.reauthorized': 0,
  'integration.created': 0,
  'integration.revoked': 0,
  'integration.accountAdded': 0,
  'integration.accountRevoked': 0,
};

/** The newest synchronizations of each account whose changed lines can be asked exactly. */
function deltasOf(hints: readonly WebhookHint[]): AnnouncedSynchronization[] {
  const deltas = hints
    .filter(isOf('account.transactionsCreated', 'account.transactionsUpdated'))
    .flatMap(({ companyId, pontoAccountId, synchronizationId, announcedAt }) =>
      pontoAccountId === null || synchronizationId === null
        ? []
        : [{ companyId, pontoAccountId, synchronizationId, announcedAt }],
    );
  const ofAccounts = Map.groupBy(deltas, ({ pontoAccountId }) => pontoAccountId).values();
  return [...ofAccounts].flatMap((ofAccount) => ofAccount.slice(-maximumDeltas));
}

function isOf(...kinds: readonly PontoWebhookEventKind[]): (hint: WebhookHint) => boolean {
  return ({ kind }) => (kinds as readonly string[]).includes(kind);
}
