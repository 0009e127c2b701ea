import { isIsoDate } from '@onfact-ponto/primitives';
import { Hono } from 'hono';
import { bookPayment, deletePayment, effectMinor } from '../bookkeeping.ts';
import type { WireRecord } from '../query.ts';
import {
  OnfactApiError,
  amountIn,
  bodyOf,
  idIn,
  invalid,
  listOf,
  moneyObject,
  written,
  type Served,
} from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';
import type { Company, Payment } from '../state.ts';

export function payments(simulation: OnfactSimulation): Hono<Served> {
  const find = (company: Company, wanted: number): Payment => {
    const payment = company.payments.find(({ id }) => id === wanted);
    if (!payment) throw new OnfactApiError(404, 'The payment was not found');
    return payment;
  };

  const { settings } = simulation.state;
  const onWire = (company: Company, payment: Payment): WireRecord => {
    const isShownBelow = settings.outgoingBelowNothing && effectMinor(company, payment) < 0n;
    return wire(isShownBelow ? { ...payment, amountMinor: effectMinor(company, payment) } : payment);
  };
  const app = new Hono<Served>();
  app.get('/payments.json', (c) => {
    const company = c.get('company');
    const visible = company.payments.filter(({ deleted }) => !deleted);
    const answer = listOf(
      c,
      visible.map((payment) => onWire(company, payment)),
      settings,
    );
    if (settings.paymentsGrowWhilePaging) bookOneMore(simulation, company);
    return answer;
  });
  app.post('/payments.json', async (c) => {
    const payment = paymentIn(await bodyOf(c), c.get('company'), 'EUR');
    return written(c, bookPayment(simulation, c.get('company'), { ...payment, documentId: null }).id, 201);
  });
  app.get('/payments/:id{[0-9]+\\.json}', (c) => c.json(onWire(c.get('company'), find(c.get('company'), idIn(c)))));
  app.put('/payments/:id{[0-9]+\\.json}', async (c) => {
    const payment = find(c.get('company'), idIn(c));
    Object.assign(payment, paymentIn({ ...wire(payment), ...(await bodyOf(c)) }, c.get('company'), payment.currency));
    simulation.changed();
    return written(c, payment.id, 200);
  });
  app.delete('/payments/:id{[0-9]+\\.json}', (c) => {
    const payment = find(c.get('company'), idIn(c));
    deletePayment(simulation, c.get('company'), payment);
    return written(c, payment.id, 200);
  });
  return app;
}

/**
 * Reads a payment as a client writes it.
 * @throws OnfactApiError 400
 */
export function paymentIn(
  body: WireRecord,
  company: Company,
  defaultCurrency: string,
): Omit<Payment, 'id' | 'deleted' | 'created' | 'documentId'> {
  const { payment_account_id: accountId, date, amount, currency_id: currencyId, name, iban } = body;
  const account = company.paymentAccounts.find(({ id, deleted }) => String(id) === String(accountId) && !deleted);
  if (!account) throw invalid('payment_account_id', '_existsIn', 'The payment account does not exist');
  if (typeof date !== 'string' || !isIsoDate(date)) throw invalid('date', 'date', 'The date must be YYYY-MM-DD');
  if (amount === undefined || amount === null) throw invalid('amount', '_required', 'The amount is required');
  const currency = typeof currencyId === 'string' ? currencyId : defaultCurrency;
  return {
    paymentAccountId: account.id,
    date,
    amountMinor: amountIn(amount, currency),
    currency,
    name: typeof name === 'string' ? name : null,
    iban: typeof iban === 'string' ? iban : null,
  };
}

/** Somebody imports a bank file while somebody else pages. */
function bookOneMore(simulation: OnfactSimulation, company: Company): void {
  const [account] = company.paymentAccounts;
  if (!account) return;
  bookPayment(simulation, company, {
    paymentAccountId: account.id,
    date: simulation.clock.now().toISOString().slice(0, 10),
    amountMinor: 1_000n,
    currency: company.currency,
    name: 'Particulier',
    iban: null,
    documentId: null,
  });
}

/** Which document it pays is not shown. */
function wire({
  id,
  paymentAccountId,
  date,
  amountMinor,
  currency,
  name,
  iban,
  deleted,
  created,
}: Payment): WireRecord {
  return {
    id,
    payment_account_id: paymentAccountId,
    date,
    amount: moneyObject(amountMinor, currency),
    currency_id: currency,
    name,
    iban,
    deleted,
    created,
    modified: created,
  };
}
