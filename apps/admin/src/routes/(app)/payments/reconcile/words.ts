import type { Amount, IgnoreReason, MatchChoice, QueueLine } from '@onfact-ponto/api-contract';
import { formatMomentNear } from '#lib/format/dates.ts';
import { isZero } from '#lib/format/money.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import type { AcceptedAll, Refused } from './decision.ts';
import { besideLine } from './split.ts';
import type { Happening } from './workbench.svelte.ts';

/** What the workbench says: in the toast, in its live regions, and beside what was refused. */

type Speaker = Pick<Locale, 't' | 'money'>;
type Teller = Pick<Locale, 't' | 'money' | 'list'>;

/** What happened, for the toast: "Afgepunt op 2026-114". */
export function happeningInWords(happening: Happening, locale: Teller): string {
  const { t } = locale;
  switch (happening.what) {
    case 'decided':
      return happening.did === 'accepted' || happening.did === 'rejected'
        ? t(`reconcile.did.${happening.did}`, { documents: happening.documents })
        : t(`reconcile.did.${happening.did}`);
    case 'undone':
      return happening.line === undefined
        ? t('reconcile.undone.run', { n: happening.lineCount })
        : t('reconcile.undone');
    case 'accepted_all':
      return acceptedAllInWords(happening, locale);
    case 'refilled':
      return lineInWords(happening.line, locale);
    case 'nothing_to_undo':
      return t('reconcile.undo.nothing');
    case 'rule_made':
      return t('reconcile.rule.made');
    case 'refused':
      return t(`reconcile.refused.${happening.did}`, {
        name: happening.line?.transaction.counterpartName ?? t('transactions.noName'),
      });
  }
}

/** When it is not what was shown before, how many and how much it was. */
export function acceptedAllInWords(
  { lineCount, totals, staleCount }: Pick<AcceptedAll, 'lineCount' | 'totals' | 'staleCount'>,
  { t, money, list }: Teller,
): string {
  if (staleCount === 0) return t('reconcile.acceptedAll', { n: lineCount });
  if (lineCount === 0) return t('reconcile.acceptedAll.none', { n: staleCount });
  const matched = t('reconcile.acceptedAll', { n: lineCount });
  const total = list(totals.map((amount) => money(amount)));
  return t('reconcile.acceptedAll.stale', { n: staleCount, matched, total });
}

/** A line as one hears it when it comes up. */
export function lineInWords({ transaction, first }: QueueLine, { t, money }: Speaker): string {
  const amount = money(transaction.amount, 'movement');
  const name = transaction.counterpartName ?? t('transactions.noName');
  return first ? t('reconcile.line.spoken', { name, amount }) : t('reconcile.line.spoken.none', { name, amount });
}

/** Why it was refused, what to do, and who did what. */
export function refusalInWords(refused: Refused, t: Locale['t'], now: number): string {
  const { code } = refused;
  switch (code) {
    case 'line_taken':
    case 'proposal_stale': {
      const how = howOvertaken(refused);
      if (refused.at === null || how === undefined) return t(`reconcile.refusal.${code}`);
      const happened = { name: refused.by ?? '', time: formatMomentNear(refused.at, now) };
      if (code === 'proposal_stale' && refused.action === 'document.changed') {
        return t('reconcile.refusal.proposal_stale.inBooks', happened);
      }
      return t(`reconcile.refusal.${code}.${how}`, happened);
    }
    case 'document_locked':
    case 'document_not_payable':
    case 'document_not_found':
    case 'difference_over_limit':
    case 'remainder_not_settled':
    case 'allocation_not_possible':
    case 'transfer_not_possible':
    case 'booking_already_undone':
    case 'match_run_already_undone':
    case 'match_rule_exists':
    case 'unauthenticated':
    case 'unavailable':
      return t(`reconcile.refusal.${code}`);
    default:
      return t('reconcile.refusal.other', { code, reference: refused.requestId ?? t('common.unknown') });
  }
}

/** By whom, and whether it was booked; what is done by itself has no name that says anything to people. */
function howOvertaken({ by, action, isAutomatic }: Refused): 'automatic' | 'matched' | 'by' | undefined {
  if (by === null) return undefined;
  if (action !== 'allocation.create') return isAutomatic && action !== 'document.changed' ? undefined : 'by';
  return isAutomatic ? 'automatic' : 'matched';
}

/** "verschil € 0,05": what the documents ask less what the line has, as one reads it beside the line. */
export function differenceOf(choice: MatchChoice, line: Amount): Amount {
  return besideLine(choice.difference, line);
}

/** What speaks against a choice by its figures. */
export function againstByFigures(choice: MatchChoice, line: Amount, { t, money }: Speaker): string[] {
  const difference = differenceOf(choice, line);
  if (isZero(difference)) return [];
  const amount = money({ ...difference, amount: difference.amount.replace('-', '') });
  return [t(difference.amount.startsWith('-') ? 'reconcile.against.more' : 'reconcile.against.less', { amount })];
}

export const ignoreReasons: readonly IgnoreReason[] = [
  'own_transfer',
  'vat',
  'tax',
  'salary',
  'social_security',
  'bank_cost',
  'interest',
  'loan',
  'card_payment',
  'cash',
  'private',
  'provider_payout',
  'direct_debit_batch',
  'returned_debit',
  'returned_payment',
  'no_document',
];
