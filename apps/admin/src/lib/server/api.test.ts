import type { RequestEvent } from '@sveltejs/kit';
import { getPaymentsOverview } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { createApi, readSession, signInPath } from './api.ts';
import type { Config } from './config.ts';

const config: Config = {
  port: 4800,
  origin: 'http://localhost:4800',
  apiOrigin: 'http://localhost:4801',
  proxySecret: 'the secret of the proxy',
  brand: 'onfact',
};

describe('the way to the api', () => {
  it('carries the browser’s cookie and address, and the proof that it came through here', async () => {
    const sent: Request[] = [];
    const api = createApi(givenEvent(), config, (request) => {
      sent.push(request);
      return Promise.resolve(Response.json({ toProcessCount: 3 }));
    });
    await expect(api(getPaymentsOverview, {})).resolves.toEqual({ toProcessCount: 3 });
    expect(sent[0]?.url).toBe('http://localhost:4801/v1/payments-overview');
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      cookie: 'session=1',
      'x-admin-proxy': config.proxySecret,
      'x-forwarded-for': '192.0.2.7',
      'x-request-id': 'request-1',
    });
  });

  it('sends a browser without a session to sign in, and back to the page afterwards', async () => {
    const api = createApi(givenEvent(), config, () => Promise.resolve(problem(401, 'unauthenticated')));
    await expect(api(getPaymentsOverview, {})).rejects.toMatchObject({
      status: 303,
      location: '/sign-in?returnTo=%2Fpayments%3Fa%3D1',
    });
  });

  it('sends a browser without a company to choose one', async () => {
    const api = createApi(givenEvent(), config, () => Promise.resolve(problem(403, 'company_required')));
    await expect(api(getPaymentsOverview, {})).rejects.toMatchObject({
      location: '/companies?returnTo=%2Fpayments%3Fa%3D1',
    });
  });

  it('never comes back to the target of a form', () => {
    expect(signInPath(new URL('http://localhost/apps?/activate'))).toBe('/sign-in?returnTo=%2Fapps');
  });
});

describe('the session', () => {
  it('tells apart nobody signed in from nobody knows', async () => {
    const read = (send: () => Promise<Response>) => readSession(givenEvent(), config, send);
    expect((await read(() => Promise.resolve(problem(401, 'unauthenticated')))).status).toBe('signed_out');
    expect((await read(() => Promise.reject(new Error('no route')))).status).toBe('unknown');
    expect((await read(() => Promise.resolve(new Response('<html>')))).status).toBe('unknown');
  });
});

function givenEvent(): RequestEvent {
  return {
    url: new URL('http://localhost:4800/payments?a=1'),
    request: new Request('http://localhost:4800/payments?a=1', { headers: { cookie: 'session=1' } }),
    locals: { requestId: 'request-1' },
    getClientAddress: () => '192.0.2.7',
  } as unknown as RequestEvent;
}

function problem(status: number, code: string): Response {
  return Response.json({ type: 'about:blank', title: code, status, code, requestId: 'r' }, { status });
}
