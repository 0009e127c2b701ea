import { getPaymentsOverview } from '@onfact-ponto/application';
import type { PaymentsOverview as Overview } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { PaymentsOverview } from '@onfact-ponto/api-contract';
import { createRouter } from '../router.ts';
import { amountOfMinor, momentOrNull } from './wire-values.ts';

export function paymentsOverviewRoutes() {
  return createRouter().openapi(contract.getPaymentsOverview, async (c) =>
    c.json(overviewOf(await getPaymentsOverview(c.var.context)), 200),
  );
}

function overviewOf({ ponto, ...counts }: Overview): PaymentsOverview {
  return {
    ...counts,
    ponto: ponto && {
      ...ponto,
      balances: ponto.balances.flatMap(({ balanceMinor, currency }) =>
        balanceMinor === null ? [] : [amountOfMinor(balanceMinor, currency)],
      ),
      balanceIsPartial: ponto.balances.some(({ isPartial }) => isPartial),
      lastPullAt: momentOrNull(ponto.lastPullAt),
      expiredSince: momentOrNull(ponto.expiredSince),
    },
  };
}
