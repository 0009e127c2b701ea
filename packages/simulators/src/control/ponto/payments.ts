import { z } from '@hono/zod-openapi';
import type { PaymentStatus } from '../../ponto/payment-state.ts';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';

const statuses = [
  'unsigned',
  'accepted-technical-validation',
  'accepted-customer-profile',
  'accepted-settlement-in-progress',
  'accepted-settlement-completed',
  'rejected',
  'cancelled',
  'failed',
] as const satisfies readonly PaymentStatus[];

export function addPayments({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/payments',
    summary: 'The oracle: all payments and bulk payments, with what Ponto does not show.',
    run: () => world.payments(),
  });
  add({
    method: 'get',
    path: '/payment-requests',
    summary: 'The oracle: all payment requests.',
    run: () => world.paymentRequests(),
  });
  add({
    method: 'patch',
    path: '/payments/{paymentId}',
    summary: 'The bank or Ponto decides about a payment.',
    description:
      '`accepted-customer-profile` is what a signature leads to: the bank books it when its time has come. Any other status stays as it is set.',
    parameters: z.object({ paymentId: z.uuid() }),
    body: z.object({ status: z.enum(statuses) }),
    example: { status: 'rejected' },
    run: ({ parameters, body }) => world.setPaymentStatus(parameters.paymentId, body.status),
  });
  add({
    method: 'post',
    path: '/payments/{paymentId}/return',
    summary: 'The bank of a payee sends the money of one order back.',
    description: 'A credit at the bank that pays, which Ponto shows after its next visit. `position` counts from 1.',
    parameters: z.object({ paymentId: z.uuid() }),
    body: z.object({ position: z.int().min(1).default(1), keepsId: z.boolean().default(true) }),
    example: { position: 1, keepsId: true },
    run: ({ parameters, body }) => world.returnPayment(parameters.paymentId, body),
  });
}
