import { createRoute, z } from '@hono/zod-openapi';
import { BankAccount } from './bank-accounts.ts';
import { problems, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment } from './values.ts';

/** What the balances of the banks prove about the lines that are here. */

export const CompletenessInterval = z
  .object({
    from: Day,
    to: Day,
    state: z.enum(['proven', 'missing', 'unproven']).openapi({
      description: 'proven: the lines add up to the balances on both sides. unproven: no balance to compare with.',
    }),
    /** What is missing in the lines, with its sign. */
    missing: Amount.nullable(),
    provedBy: z.array(z.enum(['coda', 'ponto'])),
  })
  .openapi('CompletenessInterval');
export type CompletenessInterval = z.infer<typeof CompletenessInterval>;

export const DayBalance = z
  .object({
    day: Day,
    /** At the end of the day; null when nothing says it. */
    balance: Amount.nullable(),
    state: z.enum(['proven', 'derived', 'unknown']),
  })
  .openapi('DayBalance');
export type DayBalance = z.infer<typeof DayBalance>;

/** The way past the first hundred lines. */
export const HistoryBridge = z
  .object({
    /** From this day on there are lines. */
    dataFrom: Day,
    /** Ponto gave all that there is: nothing older exists for it. */
    isComplete: z.boolean(),
    /** Open invoices from before that day: their payments may not be here. */
    olderOpenInvoices: z.object({ count: z.int(), oldestIssueDate: Day, totals: z.array(Amount) }).nullable(),
    /** The CODA statements that would bring the missing lines. */
    codaPeriod: z.object({ from: Day, to: Day }).nullable(),
  })
  .openapi('HistoryBridge');
export type HistoryBridge = z.infer<typeof HistoryBridge>;

const CompletenessSummary = z.object({
  state: z.enum(['proven', 'missing', 'unproven']),
  /** The newest days that are proven without a break: up to the last balance that the bank told. */
  provenFrom: Day.nullable(),
  provenTo: Day.nullable(),
  missingCount: z.int(),
  /** The latest interval in which something is missing. */
  latestMissing: CompletenessInterval.nullable(),
});

export const AccountOverview = z
  .object({
    account: BankAccount,
    /** The newest balance that the bank gave, and when; by Ponto or at the end of a statement. */
    balance: z
      .object({ amount: Amount, at: Moment.nullable(), day: Day, source: z.enum(['ponto', 'coda']) })
      .nullable(),
    /** Against the balance of thirty days before; null when one of the two is not known. */
    changeInThirtyDays: Amount.nullable(),
    inThisMonth: Amount,
    outThisMonth: Amount,
    toProcessCount: z.int(),
    doubtfulCount: z.int(),
    completeness: CompletenessSummary,
    bridge: HistoryBridge.nullable(),
  })
  .openapi('AccountOverview');
export type AccountOverview = z.infer<typeof AccountOverview>;

export const getAccountsOverview = createRoute({
  operationId: 'getAccountsOverview',
  summary: 'Read all accounts with balances and what is proven',
  tags: ['Bank accounts'],
  method: 'get',
  path: '/v1/accounts-overview',
  responses: {
    200: {
      description: 'In the order of the list of accounts.',
      content: {
        'application/json': {
          schema: z.object({
            items: z.array(AccountOverview),
            /** One per currency, never added up over currencies; partial when an account of it has no balance. */
            totals: z.array(z.object({ total: Amount.nullable(), currency: z.string(), isPartial: z.boolean() })),
          }),
        },
      },
    },
    ...problems(...withoutCompany),
  },
});

export const getAccountHistory = createRoute({
  operationId: 'getAccountHistory',
  summary: 'Read the balances of an account day by day, and what they prove',
  tags: ['Bank accounts'],
  method: 'get',
  path: '/v1/bank-accounts/{bankAccountId}/history',
  request: {
    params: z.object({ bankAccountId: Id }),
    query: z.object({
      from: Day.optional().openapi({ description: 'Ninety days ago unless given; at most five years before `to`' }),
      to: Day.optional().openapi({ description: 'Today unless given' }),
    }),
  },
  responses: {
    200: {
      description: 'Days in order.',
      content: {
        'application/json': {
          schema: z.object({
            overview: AccountOverview,
            from: Day,
            to: Day,
            balances: z.array(DayBalance),
            completeness: z.array(CompletenessInterval),
          }),
        },
      },
    },
    ...problems(...withoutCompany, 'bank_account_not_found', 'invalid_request'),
  },
});
