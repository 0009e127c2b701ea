import { insertAuditEntry } from '@onfact-ponto/db';
import type { NewAuditEntry, Transaction } from '@onfact-ponto/db';
import type { Actor, Context } from './context.ts';

export type AuditAction =
  | 'connection.activate'
  | 'connection.deactivate'
  | 'connection.connect'
  | 'connection.authorization-failed'
  | 'connection.new-link-declined'
  | 'connection.needs-reconnect'
  | 'connection.park'
  | 'connection.revoked-at-ponto'
  | 'payments.activation-requested'
  | 'bank-account.update'
  | 'bank-account.reauthorization-start'
  | 'bank-account.reauthorization-end'
  | 'synchronization.request'
  | 'statement.import'
  | 'statement-import.start'
  | 'statement-import.cancel'
  | 'statement-import.finish'
  | 'statement-import.undo'
  | 'transaction.revise'
  | 'transaction.told-otherwise'
  | 'transaction.missing'
  | 'transaction.found'
  | 'transaction.duplicate'
  | 'allocation.create'
  | 'allocation.undo'
  | 'match-run.undo'
  | 'transaction.ignore'
  | 'transaction.pair-transfer'
  | 'transaction.ignore-undo'
  | 'transaction.refund'
  | 'payment.prepare'
  | 'payment.approve'
  | 'payment.send'
  | 'payment.cancel'
  | 'payment.hand-out'
  | 'payment.declare-absent'
  | 'payment.settings'
  | 'match.reject'
  | 'match.reject-undo'
  | 'match-rule.create'
  | 'match-rule.on'
  | 'match-rule.off'
  | 'match-rule.delete'
  | 'match-memory.erase'
  | 'matching.settings'
  | 'payment.differs'
  | 'payment.paid-twice'
  | 'payment.returned'
  | 'transaction.returned'
  | 'publication.sent'
  | 'publication.failed'
  | 'support.open'
  | 'support.look'
  | 'support.pause'
  | 'support.resume'
  | 'support.fetch-again';

type Subject = {
  type: 'company' | 'connection' | 'bank-account' | 'bank-transaction' | 'statement-import' | 'match-run' | 'payment';
  id: string;
};

/** Adds to the trail, in the same transaction as the change. `facts` hold ids, counts and codes only. */
export async function recordAudit(
  tx: Transaction,
  context: Context,
  entry: { action: AuditAction; subject: Subject; facts?: Record<string, string> },
): Promise<void> {
  await insertAuditEntry(tx, auditEntryOf(context, entry));
}

/** The same as a row, for who writes many at once. */
export function auditEntryOf(
  context: Context,
  entry: { action: AuditAction; subject: Subject; facts?: Record<string, string> },
): NewAuditEntry {
  return {
    companyId: context.companyId,
    at: context.clock.now(),
    ...actorColumns(context.actor),
    action: entry.action,
    subjectType: entry.subject.type,
    subjectId: entry.subject.id,
    reason: context.actor.type === 'support' ? context.actor.reason : null,
    facts: entry.facts ?? {},
  };
}

/** For rows that say who: the name of a person, or the job. */
export function nameOf(actor: Actor): string {
  return actor.type === 'system' ? actor.job : actor.name;
}

export function actorColumns(actor: Actor) {
  switch (actor.type) {
    case 'user':
    case 'support':
      return { actorType: actor.type, actorId: actor.userId, actorName: actor.name };
    case 'api-client':
      return { actorType: actor.type, actorId: actor.apiKeyId, actorName: actor.name };
    case 'system':
      return { actorType: actor.type, actorId: actor.job, actorName: null };
  }
}
