import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ApiEnvironment } from '../api-environment.ts';
import { ProblemException } from '../problems.ts';

/**
 * The browser talks to the admin's server, which forwards the cookie and proves itself with a secret. A cookie that
 * arrives in any other way counts for nothing, so no page of another site can use it.
 */
export type AdminProxy = Readonly<{ isSender(request: Pick<Context['req'], 'header'>): boolean }>;

export function createAdminProxy(secret: string): AdminProxy {
  const expected = digest(secret);
  return {
    isSender: (request) => timingSafeEqual(digest(request.header('x-admin-proxy') ?? ''), expected),
  };
}

/** Only the admin's server may use these routes. */
export function requireAdminProxy(adminProxy: AdminProxy, adminOrigin: string) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    if (!adminProxy.isSender(c.req)) throw new ProblemException('not_found');
    assertSameOrigin(c, adminOrigin);
    c.set('clientAddress', clientAddressOf(c));
    await next();
  });
}

/** A second lock on what changes something: a browser names the page that sends, and it must be ours. */
export function assertSameOrigin(c: Context, adminOrigin: string): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  const origin = c.req.header('origin');
  const isOther = origin !== undefined && origin !== adminOrigin;
  if (isOther || c.req.header('sec-fetch-site') === 'cross-site') throw new ProblemException('forbidden');
}

/** The browser's own address. Only to be believed when the admin's server sent the request. */
export function clientAddressOf(c: Context): string | undefined {
  const [first = ''] = (c.req.header('x-forwarded-for') ?? '').split(',');
  return isIP(first.trim()) === 0 ? undefined : first.trim();
}

/** Of equal length whatever was sent, as the comparison demands. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
