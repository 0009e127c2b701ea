import {
  completeReauthorization,
  listBankAccounts,
  startReauthorization,
  updateBankAccount,
} from '@onfact-ponto/application';
import type { BankAccountView } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { BankAccount } from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { amountOf, momentOf, momentOrNull } from './wire-values.ts';

export function bankAccountRoutes() {
  return createRouter()
    .openapi(contract.listBankAccounts, async (c) => {
      const accounts = await listBankAccounts(c.var.context);
      return c.json({ items: accounts.map(bankAccountOf), next: null }, 200);
    })
    .openapi({ ...contract.updateBankAccount, middleware: once }, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') };
      return c.json(bankAccountOf(await updateBankAccount(c.var.context, input)), 200);
    })
    .openapi(contract.startReauthorization, async (c) => {
      const { redirectUrl, expiresAt } = await startReauthorization(c.var.context, c.req.valid('param'));
      return c.json({ redirectUrl, expiresAt: momentOf(expiresAt) }, 201);
    })
    .openapi(contract.completeReauthorization, async (c) =>
      c.json(await completeReauthorization(c.var.context, c.req.valid('json')), 200),
    );
}

export function bankAccountOf(view: BankAccountView): BankAccount {
  const { balance } = view;
  return {
    ...view,
    balance: balance && {
      current: amountOf(balance.current),
      available: balance.available && amountOf(balance.available),
      referenceDate: balance.referenceDate,
    },
    bankSynchronizedAt: momentOrNull(view.bankSynchronizedAt),
    fetchedAt: momentOrNull(view.fetchedAt),
    authorizationExpiresAt: momentOrNull(view.authorizationExpiresAt),
  };
}
