import type { HistoryBridge } from '@onfact-ponto/api-contract';
import { formatDay } from '../format/dates.ts';
import type { Locale } from '../i18n/locale.ts';

/**
 * "Van deze rekening zijn er gegevens vanaf 12-03-2026." and what that means: which invoices are older, and which
 * statements would bring their payments.
 */
export function bridgeWords(
  { dataFrom, isComplete, olderOpenInvoices, codaPeriod }: HistoryBridge,
  { t, money, list }: Pick<Locale, 't' | 'money' | 'list'>,
): { title: string; text: string } {
  const sentences: string[] = [];
  if (isComplete) sentences.push(t('accounts.bridge.complete'));
  if (olderOpenInvoices) sentences.push(t('accounts.bridge.older', { n: olderOpenInvoices.count }));
  if (codaPeriod) {
    sentences.push(t('accounts.bridge.import', { from: formatDay(codaPeriod.from), to: formatDay(codaPeriod.to) }));
  }
  if (olderOpenInvoices && olderOpenInvoices.totals.length > 0) {
    const amounts = list(olderOpenInvoices.totals.map((total) => money(total)));
    sentences.push(t('accounts.bridge.total', { amounts, date: formatDay(olderOpenInvoices.oldestIssueDate) }));
  }
  return { title: t('accounts.bridge.from', { date: formatDay(dataFrom) }), text: sentences.join(' ') };
}
