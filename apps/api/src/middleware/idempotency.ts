import { carryOutOnce } from '@onfact-ponto/application';
import { idempotencyHeader } from '@onfact-ponto/api-contract';
import { createMiddleware } from 'hono/factory';
import type { ApiEnvironment } from '../api-environment.ts';
import { ProblemException } from '../problems.ts';

/** Carries a write out once for each `Idempotency-Key`. Goes before the handler of routes whose contract names it. */
export const once = createMiddleware<ApiEnvironment>(async (c, next) => {
  const headers = idempotencyHeader.safeParse(c.req.header());
  if (!headers.success) throw new ProblemException('invalid_request', { 'header.idempotency-key': 'invalid_format' });
  const key = headers.data['idempotency-key'];
  if (key === undefined) return next();

  const request = [c.req.method, c.req.path, await c.req.text()].join('\n');
  const { answer, isRepeat } = await carryOutOnce(c.var.context, { key, request }, async () => {
    await next();
    return { status: c.res.status, body: await c.res.clone().json() };
  });
  if (!isRepeat) return;
  return Response.json(answer.body, { status: answer.status, headers: { 'idempotency-replayed': 'true' } });
});
