import type { BankAccount } from '@onfact-ponto/api-contract';
import { formatDay } from '#lib/format/dates.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { accountName } from '#lib/ponto/status.ts';
import { type FilterName, type Filters, isWholeMonth, isWholeYear } from './filters.ts';

/** The set filters in words, in fixed order, each with what must go to take it away. */
export type SetFilter = { name: string; value: string; without: Partial<Record<FilterName, undefined>> };

export function setFilters(filters: Filters, accounts: readonly BankAccount[], locale: Locale): SetFilter[] {
  const { t } = locale;
  const { from, to, account, status, witness, direction, counterparty, minimum, maximum } = filters;
  const found: SetFilter[] = [];
  if (from || to) {
    found.push({
      name: t('transactions.filter.period'),
      value: periodInWords(from, to, locale),
      without: { from: undefined, to: undefined },
    });
  }
  if (account) {
    const known = accounts.find(({ id }) => id === account);
    found.push({
      name: t('transactions.filter.account'),
      value: known ? accountName(known) : t('common.unknown'),
      without: { account: undefined },
    });
  }
  if (status) {
    found.push({ name: t('transactions.filter.status'), value: t(`status.${status}`), without: { status: undefined } });
  }
  if (witness) {
    found.push({
      name: t('transactions.filter.witness'),
      value: t(`transactions.filter.witness.${witness}`),
      without: { witness: undefined },
    });
  }
  if (direction) {
    found.push({
      name: t('transactions.filter.direction'),
      value: t(`transactions.filter.direction.${direction}`),
      without: { direction: undefined },
    });
  }
  if (counterparty) {
    found.push({
      name: t('transactions.filter.counterparty'),
      value: counterparty,
      without: { counterparty: undefined },
    });
  }
  if (minimum || maximum) {
    found.push({
      name: t('transactions.filter.amount'),
      value: amountInWords(minimum, maximum, locale),
      without: { minimum: undefined, maximum: undefined },
    });
  }
  return found;
}

function periodInWords(from: string | undefined, to: string | undefined, { t, month }: Locale): string {
  if (from && to) {
    if (isWholeMonth(from, to)) return month(from);
    if (isWholeYear(from, to)) return from.slice(0, 4);
    return `${formatDay(from)} – ${formatDay(to)}`;
  }
  if (from) return t('transactions.filter.period.fromOnly', { date: formatDay(from) });
  return t('transactions.filter.period.toOnly', { date: formatDay(to ?? '') });
}

function amountInWords(minimum: string | undefined, maximum: string | undefined, { t, money }: Locale): string {
  const write = (amount: string) => money({ amount, currency: 'EUR' });
  if (minimum && maximum) {
    return t('transactions.filter.amount.between', { minimum: write(minimum), maximum: write(maximum) });
  }
  if (minimum) return t('transactions.filter.amount.from', { amount: write(minimum) });
  return t('transactions.filter.amount.to', { amount: write(maximum ?? '0') });
}
