import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { CallLog } from './call-log.ts';
import type { FailureEffect, Fault, FaultScript } from './fault-script.ts';
import { compressed, cut, endless, trickle } from './raw-answers.ts';
import { rewrite } from './rewrite.ts';

type Served = { Bindings: HttpBindings; Variables: { requestId: string } };

/**
 * Notes every call and lets the injected faults happen around the handler. It comes first in an app, after the
 * middleware that gives the request its id.
 */
export function withFaults(options: {
  faults: FaultScript;
  calls: CallLog;
  /** The body of a status that a fault asks for, in the words of the simulated system. */
  failure: (c: Context, effect: FailureEffect) => Response;
}): MiddlewareHandler<Served> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const fault = options.faults.take({
      method: c.req.method,
      path: pathname,
      query: readable(search),
      body: await c.req.text(),
    });
    const response = await respond(c, next, fault, options.failure);
    // Taking the old answer away first keeps Hono from copying its headers into the new one.
    c.res = undefined;
    c.res = response ?? new Response(null, RESPONSE_ALREADY_SENT);
    options.calls.add({
      method: c.req.method,
      path: pathname + search,
      status: response?.status ?? null,
      requestId: c.get('requestId'),
      fault: fault?.id ?? null,
    });
  };
}

/** The answer to send; null when there is none, because the connection was closed. */
async function respond(
  c: Context<Served>,
  next: () => Promise<void>,
  fault: Fault | undefined,
  failure: (c: Context, effect: FailureEffect) => Response,
): Promise<Response | null> {
  const handled = async (): Promise<Response> => {
    await next();
    return c.res;
  };
  const effect = fault?.effect;
  switch (effect?.kind) {
    case undefined:
      return handled();
    case 'status': {
      if (effect.retryAfter !== undefined) c.header('retry-after', effect.retryAfter);
      return failure(c, effect);
    }
    case 'status-after':
      await handled();
      return failure(c, effect);
    case 'delay':
      await sleep(effect.milliseconds, undefined, { ref: false });
      return handled();
    case 'drop':
      return hangUp(c);
    case 'drop-after':
      await handled();
      return hangUp(c);
    case 'cut':
      await cut(c.env.outgoing, await handled());
      return null;
    case 'trickle':
      await trickle(c.env.outgoing, await handled(), effect.bytesPerSecond);
      return null;
    case 'endless':
      await endless(c.env.outgoing);
      return null;
    case 'bad-gzip':
    case 'gzip-bomb': {
      const { body, headers } = compressed(effect.kind);
      return new Response(body, { headers });
    }
    case 'redirect':
      return c.redirect(effect.location, effect.status as 302);
    case 'rewrite':
      return withBody(await handled(), (body) => rewrite(body, effect.changes));
    case 'truncate':
      return withBody(await handled(), (body) => body.slice(0, Math.floor(body.length / 2)));
    case 'html':
      return c.html('<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>', 200);
    case 'replace':
      return c.body(effect.body, effect.status as 200, { 'content-type': effect.contentType });
  }
}

function hangUp(c: Context<Served>): null {
  c.env.outgoing.destroy();
  return null;
}

async function withBody(response: Response, change: (body: string) => string): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(change(await response.text()), { status: response.status, headers });
}

function readable(search: string): string {
  try {
    return decodeURIComponent(search);
  } catch {
    return search;
  }
}
