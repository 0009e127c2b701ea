import { createPontoClient, walkPages } from '@onfact-ponto/ponto-client';
import type { PontoClientOptions, PontoTransaction } from '@onfact-ponto/ponto-client';

/**
 * Reads what Ponto added since the last visit: newest first, until a whole page is known. Dates play no part,
 * because a late booking with an old date stands at the top.
 */
export async function readNewTransactions(
  options: PontoClientOptions,
  { refreshToken, accountId }: { refreshToken: string; accountId: string },
  store: { keepTokens(refreshToken: string | undefined): Promise<void>; isKnown(id: string): boolean },
): Promise<PontoTransaction[]> {
  const ponto = createPontoClient(options);
  const tokens = await ponto.oauth.refresh({ refreshToken });
  await store.keepTokens(tokens.refreshToken);

  const found: PontoTransaction[] = [];
  const readPage = (after?: string) => ponto.transactions.list(tokens.accessToken, accountId, { limit: 100, after });
  for await (const page of walkPages(readPage)) {
    const fresh = page.items.filter(({ id }) => !store.isKnown(id));
    found.push(...fresh);
    if (page.items.length > 0 && fresh.length === 0 && page.unreadable.length === 0) break;
  }

  await ponto.close();
  return found;
}
