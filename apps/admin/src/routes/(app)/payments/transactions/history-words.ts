import type { BankTransactionDetail } from '@onfact-ponto/api-contract';
import type { Translate } from '#lib/i18n/translate.ts';

type Entry = BankTransactionDetail['history'][number];

/** What happened, in words. An action that we do not know keeps its own name: hiding it would be a gap in the trail. */
export function actionInWords({ action, facts }: Entry, t: Translate): string {
  const operation = facts.operation === 'retract' ? 'retract' : 'create';
  switch (action) {
    case 'transaction.revise':
      return t('detail.action.revised');
    case 'transaction.told-otherwise':
      return t('detail.action.toldOtherwise');
    case 'transaction.missing':
      return t('detail.action.missing');
    case 'transaction.found':
      return t('detail.action.found');
    case 'transaction.refund':
      return t('detail.action.refund');
    case 'transaction.returned':
      return t('detail.action.returned');
    case 'allocation.create':
      return t('detail.action.allocated');
    case 'allocation.undo':
      return t('detail.action.undone');
    case 'transaction.duplicate':
      return t(`detail.action.duplicate.${facts.decision === 'same' ? 'same' : 'both'}`);
    case 'publication.sent':
      return t(`detail.publication.${operation}.sent`);
    case 'publication.failed':
      return t(`detail.publication.${operation}.failed`);
    default:
      return action;
  }
}

export function actorInWords({ actor }: Entry, t: Translate): string {
  if (actor.type === 'system') return t('detail.history.system');
  if (actor.type === 'support') return t('detail.history.support');
  return actor.name ?? (actor.type === 'api-client' ? t('detail.history.api') : t('common.unknown'));
}
