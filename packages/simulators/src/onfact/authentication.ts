import type { MiddlewareHandler } from 'hono';
import { OnfactApiError, type Served } from './served.ts';
import type { OnfactSimulation } from './simulation.ts';
import type { Company, User } from './state.ts';

/**
 * Either a session key or a bearer token says who asks; `X-COMPANY-UUID` for which company. A key without it works
 * for the user's first company.
 */
export function authenticate(simulation: OnfactSimulation): MiddlewareHandler<Served> {
  return async (c, next) => {
    const user = userOf(simulation, c.req.header('x-session-key'), c.req.header('authorization'));
    if (!user) throw new OnfactApiError(401, 'The session key is not valid');

    const company = companyOf(simulation, user, c.req.header('x-company-uuid'));
    if (!company) throw new OnfactApiError(403, 'You have no access to this company');
    c.set('user', user);
    c.set('company', company);
    await next();
  };
}

function userOf(
  { state, clock }: OnfactSimulation,
  sessionKey: string | undefined,
  authorization = '',
): User | undefined {
  if (sessionKey !== undefined) return state.users.find((user) => user.sessionKey === sessionKey);
  const token = state.accessTokens[authorization.replace(/^Bearer /i, '')];
  if (!token || token.needsTwoFactor || token.expiresAt <= clock.now().toISOString()) return undefined;
  return state.users.find(({ id }) => id === token.userId);
}

function companyOf({ state }: OnfactSimulation, user: User, wanted: string | undefined): Company | undefined {
  const uuid = wanted ?? user.companies[0]?.uuid;
  if (!user.companies.some((membership) => membership.uuid === uuid)) return undefined;
  return state.companies.find((company) => company.uuid === uuid);
}
