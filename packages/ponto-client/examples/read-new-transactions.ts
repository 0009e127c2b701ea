import type { PontoClient, PontoTransaction } from '@onfact-ponto/ponto-client';

/**
 * Reads what Ponto added since the last visit: newest first, until a whole page is known. Dates play no part,
 * because a late booking with an old date stands at the top.
 */
export async function readNewTransactions(
  ponto: PontoClient,
  accessToken: string,
  accountId: string,
  isKnown: (id: string) => boolean,
): Promise<PontoTransaction[]> {
  const found: PontoTransaction[] = [];
  let after: string | undefined;
  do {
    const page = await ponto.transactions.list(accessToken, accountId, { limit: 100, after });
    const fresh = page.items.filter(({ id }) => !isKnown(id));
    found.push(...fresh);
    const isAllKnown = fresh.length === 0 && page.unreadable.length === 0;
    after = isAllKnown ? undefined : page.paging.after;
  } while (after !== undefined);
  return found;
}
