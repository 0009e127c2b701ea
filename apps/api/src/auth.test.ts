import { openDatabase, schema } from '@onfact-ponto/db';
import { createLogger } from '@onfact-ponto/observability';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { afterEach, expect, it, vi } from 'vitest';
import { createAuthentication } from './auth.ts';
import { startOpenIdProvider } from './testing/openid-provider.ts';

afterEach(() => vi.restoreAllMocks());

it('prints no parameter of a statement when the database fails in the middle of a sign-in', async () => {
  const prints = [
    ...(['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level)),
    vi.spyOn(process.stderr, 'write'),
  ];
  const lines: string[] = [];
  const origin = 'http://localhost:4800';
  const provider = await startOpenIdProvider();
  const pool = openDatabase({ url: 'postgres://nobody@localhost:1/nothing', applicationName: 'test' });
  const { user, session, account, verification } = schema;
  const authentication = createAuthentication({
    database: drizzleAdapter(pool.db, { provider: 'pg', schema: { user, session, account, verification } }),
    origin,
    secret: 'auth-secret-of-the-tests-0123456789abcdef',
    onfact: { issuer: provider.issuer, clientId: 'x', clientSecret: 'x' },
    log: createLogger({ service: 'test', level: 'debug', write: (line) => lines.push(line) }),
    supportClaim: undefined,
    recordSignIn: async () => ({ companyId: null }),
  });
  const request = new Request(`${origin}/auth/sign-in/social`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ provider: 'onfact', callbackURL: origin }),
  });

  await expect(authentication.handle(request)).rejects.toThrow('Failed query');
  const printed = JSON.stringify(prints.map(({ mock }) => mock.calls.map(String))) + lines.join('');
  expect(printed).not.toMatch(/codeVerifier|params|auth-state/);
  provider.close();
  await pool.close();
});
