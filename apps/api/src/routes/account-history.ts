import { getAccountHistory, getAccountsOverview } from '@onfact-ponto/application';
import type { AccountHistory, AccountOverview as DomainOverview, AccountsOverview } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { AccountOverview, CompletenessInterval } from '@onfact-ponto/api-contract';
import { createRouter } from '../router.ts';
import { bankAccountOf } from './bank-accounts.ts';
import { amountOfMinor, momentOrNull } from './wire-values.ts';

export function accountHistoryRoutes() {
  return createRouter()
    .openapi(contract.getAccountsOverview, async (c) => {
      const { items, totals } = await getAccountsOverview(c.var.context);
      return c.json({ items: items.map(overviewOf), totals: totals.map(totalOf) }, 200);
    })
    .openapi(contract.getAccountHistory, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('query') };
      const { overview, from, to, balances, intervals } = await getAccountHistory(c.var.context, input);
      const { currency } = overview;
      return c.json(
        {
          overview: overviewOf(overview),
          from,
          to,
          balances: balances.map(({ day, balanceMinor, state }) => ({
            day,
            balance: balanceMinor === null ? null : amountOfMinor(balanceMinor, currency),
            state,
          })),
          completeness: intervals.map((interval) => intervalOf(interval, currency)),
        },
        200,
      );
    });
}

function overviewOf({ view, currency, balance, bridge, turnover, ...overview }: DomainOverview): AccountOverview {
  const { changeInThirtyDaysMinor, completeness } = overview;
  return {
    account: bankAccountOf(view),
    balance: balance && {
      amount: amountOfMinor(balance.amountMinor, currency),
      at: momentOrNull(balance.at),
      day: balance.day,
      source: balance.source,
    },
    changeInThirtyDays: changeInThirtyDaysMinor === null ? null : amountOfMinor(changeInThirtyDaysMinor, currency),
    inThisMonth: amountOfMinor(turnover.inMinor, currency),
    outThisMonth: amountOfMinor(turnover.outMinor, currency),
    toProcessCount: turnover.toProcessCount,
    doubtfulCount: turnover.doubtfulCount,
    completeness: {
      state: completeness.state,
      provenFrom: completeness.provenFrom,
      provenTo: completeness.provenTo,
      missingCount: completeness.missingCount,
      latestMissing: completeness.latestMissing && intervalOf(completeness.latestMissing, currency),
    },
    bridge: bridge && {
      dataFrom: bridge.dataFrom,
      isComplete: bridge.isComplete,
      olderOpenInvoices: bridge.olderOpenInvoices && {
        count: bridge.olderOpenInvoices.count,
        oldestIssueDate: bridge.olderOpenInvoices.oldestIssueDate,
        totals: bridge.olderOpenInvoices.totals.map((total) => amountOfMinor(total.openMinor, total.currency)),
      },
      codaPeriod: bridge.codaPeriod,
    },
  };
}

function totalOf({ currency, balanceMinor, isPartial }: AccountsOverview['totals'][number]) {
  return { total: balanceMinor === null ? null : amountOfMinor(balanceMinor, currency), currency, isPartial };
}

function intervalOf(interval: AccountHistory['intervals'][number], currency: string): CompletenessInterval {
  return {
    from: interval.from,
    to: interval.to,
    state: interval.state,
    missing: interval.state === 'missing' ? amountOfMinor(interval.missingMinor, currency) : null,
    provedBy: interval.state === 'unproven' ? [] : provedBy[interval.provenBy],
  };
}

const provedBy = { statements: ['coda'], ponto_balances: ['ponto'], both: ['coda', 'ponto'] } satisfies Record<
  string,
  CompletenessInterval['provedBy']
>;
