import { randomBytes } from 'node:crypto';
import { createTokenCipher, openDatabase, parseCipherKeys } from '@onfact-ponto/db';
import type { PontoSimulator } from '@onfact-ponto/simulators';
import { withAccessToken } from '../connection/access-token.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../context.ts';
import { pontoClientOf } from './world.ts';

/** A process of its own with many callers that all need an access token at the same moment. */
export type TokenCallers = Readonly<{
  databaseUrl: string;
  endpoints: PontoSimulator['endpoints'];
  cipherKeys: string;
  offsetMs: number;
  companyId: string;
  connectionId: string;
  callerCount: number;
}>;

/** How many callers got which token, and what went wrong with the others. */
export type TokensGot = Readonly<{ tokens: Record<string, number>; failures: string[] }>;

process.once('message', (callers: TokenCallers) => void answer(callers));
process.send?.('ready');

async function answer(callers: TokenCallers): Promise<void> {
  const clock = {
    now: () => new Date(Date.now() + callers.offsetMs),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const pool = openDatabase({ url: callers.databaseUrl, applicationName: 'token-callers', maximumConnections: 10 });
  const ponto = await pontoClientOf(callers, clock);
  const services: Pick<Services, 'db' | 'clock' | 'cipher' | 'ponto' | 'random' | 'crashPoint' | 'log'> = {
    db: pool.db,
    clock,
    cipher: createTokenCipher(parseCipherKeys(callers.cipherKeys)),
    ponto,
    random: { bytes: randomBytes },
    crashPoint: () => Promise.resolve(),
    log: { info: () => undefined, warn: () => undefined },
  };
  const context = contextOf(services as Services, callers.companyId, { type: 'system', job: 'test' });
  const tokens: Record<string, number> = {};
  const failures: string[] = [];
  await Promise.all(
    Array.from({ length: callers.callerCount }, () =>
      withAccessToken(context, callers.connectionId, (token) => Promise.resolve(token)).then(
        (token) => void (tokens[token] = (tokens[token] ?? 0) + 1),
        (error: unknown) => void failures.push(String(error)),
      ),
    ),
  );
  await ponto.close();
  await pool.close();
  process.send?.({ tokens, failures } satisfies TokensGot, () => process.disconnect());
}
