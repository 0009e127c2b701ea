import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';
import { Line, LineChange } from './line.ts';

export function addPendingTransactions({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/accounts/{accountId}/pending-transactions',
    summary: 'The oracle: the announced lines that Ponto shows.',
    parameters: ofAccount,
    run: ({ parameters }) => world.shownPendingTransactions(parameters.accountId),
  });
  add({
    method: 'post',
    path: '/accounts/{accountId}/pending-transactions',
    summary: 'Announce lines that are not booked yet. Ponto shows them after its next visit.',
    parameters: ofAccount,
    body: z.object({ transactions: z.array(Line).min(1) }),
    example: { transactions: [{ amount: '-484.00', counterpartName: 'Fiduciaire Hoekstra' }] },
    run: ({ parameters, body }) => world.addPendingTransactions(parameters.accountId, body.transactions.map(defined)),
  });
  add({
    method: 'patch',
    path: '/accounts/{accountId}/pending-transactions/{pendingId}',
    summary: 'The bank announces it differently.',
    parameters: ofPending,
    body: LineChange,
    example: { amount: '-480.00' },
    run: ({ parameters, body }) =>
      world.changePendingTransaction(parameters.accountId, parameters.pendingId, defined(body)),
  });
  add({
    method: 'post',
    path: '/accounts/{accountId}/pending-transactions/{pendingId}/settle',
    summary: 'It is booked: another id, and whatever the bank now says differently.',
    description:
      'Visible after the next visit, or at once when `published`. `lingers`: the bank goes on announcing it beside the booking.',
    parameters: ofPending,
    body: z.object({
      change: LineChange.default({}),
      published: z.boolean().default(false),
      lingers: z.boolean().default(false),
    }),
    example: { change: { amount: '-480.00' }, published: true },
    run: ({ parameters, body: { change, published, lingers } }) =>
      world.settlePendingTransaction(parameters.accountId, parameters.pendingId, defined(change), {
        published,
        lingers,
      }),
  });
  add({
    method: 'delete',
    path: '/accounts/{accountId}/pending-transactions/{pendingId}',
    summary: 'It is never booked.',
    parameters: ofPending,
    run: ({ parameters }) => world.removePendingTransaction(parameters.accountId, parameters.pendingId),
  });
}

const ofAccount = z.object({ accountId: z.uuid() });
const ofPending = z.object({ accountId: z.uuid(), pendingId: z.uuid() });
