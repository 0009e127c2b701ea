import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';
import { Line, LineChange } from './line.ts';

export function addTransactions({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/accounts/{accountId}/published-transactions',
    summary: 'The oracle: ids of everything that Ponto shows, newest first.',
    parameters: ofAccount,
    run: ({ parameters }) => world.publishedTransactions(parameters.accountId),
  });
  add({
    method: 'post',
    path: '/accounts/{accountId}/transactions',
    summary: 'Book one line or thousands at the bank.',
    description:
      'They wait for the next synchronization unless `published`. A past executionDate makes a late booking; `copies` the same line several times (equal digests); `overrides` puts wrong or unknown attributes, such as an amount with three decimals, into the answer.',
    parameters: ofAccount,
    body: z.object({
      transactions: z.array(Line).min(1),
      published: z.boolean().default(false),
      copies: z.int().min(1).max(100_000).default(1),
    }),
    example: {
      transactions: [
        {
          amount: '121.00',
          counterpartName: 'Garage Moerbeke NV',
          remittanceInformation: '+++202/6000/09791+++',
          remittanceInformationType: 'structured',
        },
      ],
      published: true,
    },
    run: ({ parameters, body: { transactions, published, copies } }) =>
      world.addTransactions(parameters.accountId, transactions.map(defined), { published, copies }),
  });
  add({
    method: 'patch',
    path: '/accounts/{accountId}/transactions/{transactionId}',
    summary: 'The bank changes a line: visible after the next synchronization, or at once when `published`.',
    parameters: ofTransaction,
    body: z.object({ change: LineChange, published: z.boolean().default(false) }),
    example: { change: { remittanceInformation: 'factuur 2026-114' }, published: true },
    run: ({ parameters, body: { change, published } }) =>
      world.changeTransaction(parameters.accountId, parameters.transactionId, defined(change), { published }),
  });
  add({
    method: 'delete',
    path: '/accounts/{accountId}/transactions/{transactionId}',
    summary: 'The line is gone, as if it had never been there.',
    parameters: ofTransaction,
    run: ({ parameters }) => ({ removed: world.removeTransaction(parameters.accountId, parameters.transactionId) }),
  });
}

const ofAccount = z.object({ accountId: z.uuid() });
const ofTransaction = z.object({ accountId: z.uuid(), transactionId: z.uuid() });
