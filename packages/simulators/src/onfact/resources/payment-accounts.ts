import { formatMoney, money } from '@onfact-ponto/primitives';
import { Hono, type Context } from 'hono';
import { effectMinor } from '../bookkeeping.ts';
import type { WireRecord } from '../query.ts';
import { OnfactApiError, bodyOf, idIn, invalid, listOf, written, type Served } from '../served.ts';
import { nextRecordId, type OnfactSimulation } from '../simulation.ts';
import type { Company, PaymentAccount } from '../state.ts';

/** The company's own accounts ("Rekeningen"). */
export function paymentAccounts(simulation: OnfactSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/payment-accounts.json', (c) => {
    const company = c.get('company');
    const visible = company.paymentAccounts.filter(({ deleted }) => !deleted);
    return listOf(
      c,
      visible.map((account) => wire(company, account)),
      simulation.state.settings,
    );
  });
  app.post('/payment-accounts.json', async (c) => {
    const { paymentAccounts: accounts } = c.get('company');
    const { name, iban, bic, g_l_account_code: ledgerAccount } = await bodyOf(c);
    if (typeof name !== 'string' || name === '') throw invalid('name', '_required', 'The name is required');
    const account: PaymentAccount = {
      id: nextRecordId(simulation),
      name,
      iban: typeof iban === 'string' ? iban : null,
      bic: typeof bic === 'string' ? bic : null,
      generalLedgerAccount: typeof ledgerAccount === 'string' ? ledgerAccount : String(550_000 + accounts.length),
      openingMinor: 0n,
      deleted: false,
    };
    accounts.push(account);
    simulation.changed();
    return written(c, account.id, 201);
  });
  app.get('/payment-accounts/:id{[0-9]+\\.json}', (c) => c.json(wire(c.get('company'), accountIn(c))));
  app.put('/payment-accounts/:id{[0-9]+\\.json}', async (c) => {
    const account = accountIn(c);
    const { name, iban, bic } = await bodyOf(c);
    if (typeof name === 'string' && name !== '') account.name = name;
    if (typeof iban === 'string') account.iban = iban;
    if (typeof bic === 'string') account.bic = bic;
    simulation.changed();
    return written(c, account.id, 200);
  });
  app.delete('/payment-accounts/:id{[0-9]+\\.json}', (c) => {
    const account = accountIn(c);
    account.deleted = true;
    simulation.changed();
    return written(c, account.id, 200);
  });
  return app;
}

/** Deleted ones too: reading one still answers. */
function accountIn(c: Context<Served>): PaymentAccount {
  const account = c.get('company').paymentAccounts.find(({ id }) => id === idIn(c));
  if (!account) throw new OnfactApiError(404, 'The payment account was not found');
  return account;
}

/** The balance is a string here, unlike every other amount. */
function wire(company: Company, account: PaymentAccount): WireRecord {
  const balance = company.payments
    .filter(({ paymentAccountId, deleted }) => paymentAccountId === account.id && !deleted)
    .reduce((sum, payment) => sum + effectMinor(company, payment), account.openingMinor);
  return {
    id: account.id,
    name: account.name,
    iban: account.iban,
    bic: account.bic,
    g_l_account_code: account.generalLedgerAccount,
    journal_code: null,
    current_balance: formatMoney(money(balance, 'EUR')),
    deleted: account.deleted,
  };
}
