import { authenticateApiKey, authenticateSession, contextOf } from '@onfact-ponto/application';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ApiDependencies, ApiEnvironment } from '../api-environment.ts';
import { ProblemException } from '../problems.ts';
import { assertSameOrigin, clientAddressOf } from './admin-proxy.ts';
import type { AdminProxy } from './admin-proxy.ts';

/** Finds out who asks: an API consumer by its key, or a user by the cookie that the admin's server passed on. */
export function authenticate(dependencies: ApiDependencies, adminProxy: AdminProxy) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const bearer = /^Bearer (?<key>\S+)$/i.exec(c.req.header('authorization') ?? '')?.groups?.key;
    if (bearer !== undefined) await acceptApiKey(c, dependencies, bearer);
    else if (adminProxy.isSender(c.req)) await acceptSession(c, dependencies);
    else throw new ProblemException('unauthenticated');
    await next();
  });
}

/** Lets through who has a company, and gives the handler a context that works for it and no other. */
export function requireCompany({ services }: ApiDependencies) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const { access, log } = c.var;
    if (!access) throw new ProblemException('company_required');
    c.set(
      'context',
      contextOf({ ...services, log: log.with({ companyId: access.companyId }) }, access.companyId, access.actor),
    );
    await next();
  });
}

/** Lets through a support employee, and gives the handler who it is. A session of a company, or a key, never is one. */
export const requireSupport = createMiddleware<ApiEnvironment>(async (c, next) => {
  const { signedIn } = c.var;
  if (!signedIn?.isSupport) throw new ProblemException('forbidden');
  c.set('employee', { userId: signedIn.user.id, name: signedIn.user.name });
  await next();
});

async function acceptApiKey(c: Context<ApiEnvironment>, { services }: ApiDependencies, key: string): Promise<void> {
  const access = await authenticateApiKey(services, key);
  if (!access) throw new ProblemException('unauthenticated');
  c.set('access', access);
}

async function acceptSession(
  c: Context<ApiEnvironment>,
  { services, authentication, adminOrigin }: ApiDependencies,
): Promise<void> {
  const signedIn = await authentication.findSession(c.req.raw.headers);
  if (!signedIn) throw new ProblemException('unauthenticated');
  assertSameOrigin(c, adminOrigin);
  c.set('signedIn', signedIn);
  c.set('clientAddress', clientAddressOf(c));
  if (signedIn.companyId === null || signedIn.isSupport) return;
  const { sessionId, companyId, user } = signedIn;
  c.set('access', await authenticateSession(services, { userId: user.id, userName: user.name, sessionId, companyId }));
}
