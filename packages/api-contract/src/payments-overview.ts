import { createRoute, z } from '@hono/zod-openapi';
import { ConnectionState } from './connection.ts';
import { problems, withoutCompany } from './problems.ts';
import { Amount, Moment } from './values.ts';

/** The page Betalingen in one call. It reads only our database, so it answers when Ponto is down. */
export const PaymentsOverview = z
  .object({
    toProcessCount: z.int(),
    matchedAutomaticallyThisMonth: z.int(),
    ponto: z
      .object({
        state: ConnectionState,
        accountNames: z.array(z.string()),
        /** One per currency that has a known balance, never added up over currencies. */
        balances: z.array(Amount),
        /** A linked account has no balance yet. */
        balanceIsPartial: z.boolean(),
        toProcessCount: z.int(),
        lastPullAt: Moment.nullable(),
        lastPullFailed: z.boolean(),
        /** When a bank authorization has ended: since when. */
        expiredSince: Moment.nullable(),
      })
      .nullable()
      .openapi({ description: 'Null when Ponto was never activated' }),
  })
  .openapi('PaymentsOverview');
export type PaymentsOverview = z.infer<typeof PaymentsOverview>;

export const getPaymentsOverview = createRoute({
  operationId: 'getPaymentsOverview',
  summary: 'Read the overview',
  tags: ['Payments'],
  method: 'get',
  path: '/v1/payments-overview',
  responses: {
    200: { description: 'Sources of payments.', content: { 'application/json': { schema: PaymentsOverview } } },
    ...problems(...withoutCompany),
  },
});
