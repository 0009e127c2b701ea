import { createMiddleware } from 'hono/factory';

/** JSON is no page: nothing may load, frame or submit it. Pages of the api bring their own policy. */
const policyOfData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** On every answer, errors included: no guessing of types, no framing, no referrers, and no copy in any cache. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next();
  const { headers } = c.res;
  const set = (name: string, value: string) => headers.has(name) || headers.set(name, value);
  set('content-security-policy', policyOfData);
  set('cache-control', 'no-store');
  set('x-content-type-options', 'nosniff');
  set('x-frame-options', 'DENY');
  set('referrer-policy', 'no-referrer');
  set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  set('cross-origin-resource-policy', 'same-origin');
  set('cross-origin-opener-policy', 'same-origin');
  set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
});
