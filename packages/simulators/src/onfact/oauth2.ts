import { Hono } from 'hono';
import { OnfactApiError, bodyOf, errorBody, invalid, type Served } from './served.ts';
import type { OnfactSimulation } from './simulation.ts';
import type { User } from './state.ts';

const lifetimeSeconds = 3_600;
const failuresAMinute = 5;

/** Tokens for the REST API by password, as its description has them, and their renewal, which it does not describe. */
export function oauth2(simulation: OnfactSimulation): Hono<Served> {
  const { state } = simulation;
  const app = new Hono<Served>();

  app.post('/token', async (c) => {
    const { grant_type: grantType, username, password, refresh_token: refreshToken } = await bodyOf(c);
    switch (grantType) {
      case 'password':
        return c.json(signIn(simulation, String(username).toLowerCase(), password));
      case 'refresh_token': {
        const granted = state.refreshTokens[String(refreshToken)];
        const user = state.users.find(({ id }) => id === granted?.userId);
        if (!user) return c.json({ ...errorBody(401, 'The token is not known'), code: 'InvalidLogin' }, 401);
        Reflect.deleteProperty(state.refreshTokens, String(refreshToken));
        return c.json(tokensFor(simulation, user, false));
      }
      default:
        return c.json({ ...errorBody(400, 'No such grant'), code: 'UnsupportedGrantType' }, 400);
    }
  });

  app.put('/two-factor-authentication', async (c) => {
    const token = state.accessTokens[(c.req.header('authorization') ?? '').replace(/^Bearer /i, '')];
    const user = state.users.find(({ id }) => id === token?.userId);
    if (!token || !user) throw new OnfactApiError(401, 'The token is not valid');
    const { code } = await bodyOf(c);
    if (typeof code !== 'number') throw invalid('code', 'numeric', 'The code is a number');
    if (Number(user.twoFactorCode) !== code) {
      return c.json({ ...errorBody(400, 'Wrong code'), code: 'InvalidTwoFactorAuthenticationCode' }, 400);
    }
    token.needsTwoFactor = false;
    simulation.changed();
    return c.json({ code: 200 });
  });

  app.onError((error, c) => {
    if (error instanceof WrongLogin) return c.json({ ...errorBody(401, 'Wrong'), code: 'InvalidLogin' }, 401);
    throw error;
  });
  return app;
}

class WrongLogin extends Error {
  override readonly name = 'WrongLogin';
}

function signIn(simulation: OnfactSimulation, email: string, password: unknown): object {
  const { state, clock } = simulation;
  const minuteAgo = new Date(clock.now().getTime() - 60_000).toISOString();
  const failures = (state.failedSignIns[email] ?? []).filter((at) => at > minuteAgo);
  if (failures.length >= failuresAMinute) throw new OnfactApiError(429, 'Too many failed sign-ins');

  const user = state.users.find((candidate) => candidate.email === email && candidate.password === password);
  state.failedSignIns[email] = user ? [] : [...failures, clock.now().toISOString()];
  simulation.changed();
  if (!user) throw new WrongLogin();
  return tokensFor(simulation, user, user.twoFactorCode !== null);
}

function tokensFor({ state, ids, clock, changed }: OnfactSimulation, user: User, needsTwoFactor: boolean): object {
  const [accessToken, refreshToken] = [ids.opaque(255), ids.opaque(255)];
  const expiresAt = new Date(clock.now().getTime() + lifetimeSeconds * 1_000).toISOString();
  state.accessTokens[accessToken] = { userId: user.id, expiresAt, needsTwoFactor };
  state.refreshTokens[refreshToken] = { userId: user.id };
  changed();
  return {
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    access_token: accessToken,
    refresh_token: refreshToken,
    '2fa_required': needsTwoFactor,
  };
}
