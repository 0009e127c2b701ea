import { createLedger } from '@onfact-ponto/reconcile';
import type { BankLine, OpenDocument } from '@onfact-ponto/reconcile';
import { bankDayOf } from '@onfact-ponto/primitives';

export function matchAPayment() {
  const ledger = createLedger({ name: 'Zaagwerk BV', ownAccounts: [], paymentDifferenceLimitMinor: 0n });
  ledger.putDocument({ ...invoice, id: 'a', number: '2026-00114', structuredCommunication: '090933755493' });
  ledger.putDocument({ ...invoice, id: 'b', number: '2026-00115' });
  ledger.putLine({ ...line, id: 'certain', remittanceInformation: '+++090/9337/55493+++' });
  ledger.putLine({ ...line, id: 'unclear', remittanceInformation: 'bedankt' });

  const [certain, unclear] = ledger.match({ today: march }); // lines come back by id
  const why = ledger.explain('unclear', 'b');
  return { certain, unclear, why };
}

const march = bankDayOf('2026-03-02');
const invoice: Omit<OpenDocument, 'id' | 'number'> = {
  kind: 'sales_invoice',
  issueDate: march,
  currency: 'EUR',
  totalMinor: 121_00n,
  openMinor: 121_00n,
  status: 'open',
};
const line: Omit<BankLine, 'id'> = {
  accountIban: 'BE68539007547034',
  executionDate: march,
  valueDate: march,
  amountMinor: 121_00n,
  currency: 'EUR',
  source: 'ponto',
};
