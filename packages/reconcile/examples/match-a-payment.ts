import { findStructuredCommunication, money } from '@onfact-ponto/primitives';
import { proposeAllocations } from '@onfact-ponto/reconcile';

export function matchAPayment() {
  const { amountMinor, currency } = money(121_00n, 'EUR');
  const structuredCommunication = findStructuredCommunication('+++090/9337/55493+++');
  const invoice = { id: '2026-114', openMinor: amountMinor, currency, structuredCommunication };
  const line = { id: 'line-1', amountMinor, currency, structuredCommunication, remittanceInformation: 'bedankt' };

  const certain = proposeAllocations([line], [invoice]); // one proposal, with the rule and its reasons
  const contested = proposeAllocations([line, { ...line, id: 'line-2' }], [invoice]); // none: paid twice?
  return { certain, contested };
}
