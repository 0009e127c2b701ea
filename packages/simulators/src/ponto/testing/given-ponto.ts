import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, onTestFinished } from 'vitest';
import { startPontoSimulator, type PontoEndpoints, type PontoSimulatorOptions } from '../start-ponto-simulator.ts';
import type { PontoWorld } from '../world.ts';

/** Certificates are slow to make, so the tests of one file share them. */
const certificates = mkdtempSync(join(tmpdir(), 'ponto-simulator-'));
afterAll(() => rmSync(certificates, { recursive: true, force: true }));

export const redirectUri = 'https://application.example/ponto/return';

/** What came back over the wire. `body` is undefined when it is no JSON. */
export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: Body;
};

/** All members that any answer has; a test knows which answer it asked for. */
type Body = {
  data: Resource & Resource[];
  links: Record<'keys', string> & Record<'oauth2' | 'account', Record<string, string>> & { next?: string };
  errors: [{ code: string; meta: Record<string, string> }];
  meta: object;
  error: string;
  access_token: string;
  refresh_token: string;
  sub: string;
  paymentsActivated: boolean;
  paymentsActivationRequested: boolean;
  keys: [{ n: string; status: string; kty: string }];
};
type Resource = {
  id: string;
  attributes: Record<string, unknown> & { errors: [{ code: string }] };
  meta: { latestSynchronization: Resource };
  links: { redirect: string };
  relationships: Record<'organization', { data: { id: string } }>;
};

export type GivenPonto = Readonly<{
  endpoints: PontoEndpoints;
  world: PontoWorld;
  stop(): Promise<void>;
  /** @param path under the product, or absolute when it starts with a scheme */
  call(path: string, options?: CallOptions): Promise<Answer>;
  get(path: string, accessToken: string): Promise<Answer>;
  /** A JSON:API document with these attributes. */
  post(path: string, accessToken: string, attributes: object, headers?: Record<string, string>): Promise<Answer>;
  token(form: Record<string, string>): Promise<Answer>;
  /** The user consents in the browser. @returns the query of the address to return to */
  consent(choice: { accountIds: readonly string[]; scope?: string; verifier?: string }): Promise<URLSearchParams>;
  authorizationUrl(parameters?: Record<string, string>): string;
  /** The token of the application itself. */
  clientToken(): Promise<string>;
  /** Consent and code exchange in one. */
  link(accountIds: readonly string[], scope?: string): Promise<{ accessToken: string; refreshToken: string }>;
}>;

type CallOptions = { method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; headers?: Record<string, string>; body?: string };

const verifier = 'a-verifier-of-sufficient-length-for-the-simulated-ponto';

/** A running simulator whose time stands still at 24 November 2026, 10:00 in Brussels. It stops with the test. */
export async function givenPonto(options: Partial<PontoSimulatorOptions> = {}): Promise<GivenPonto> {
  const simulator = await startPontoSimulator({
    directory: certificates,
    redirectUris: [redirectUri],
    clock: { now: () => new Date('2026-11-24T09:00:00.000Z') },
    ...options,
  });
  const { endpoints, world } = simulator;
  const agent = new Agent({ connect: clientTls(endpoints) });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await agent.destroy();
    await simulator.stop();
  };
  onTestFinished(stop);

  const call = async (path: string, { method = 'GET', headers = {}, body }: CallOptions = {}): Promise<Answer> => {
    const url = /^https?:/.test(path) ? path : endpoints.apiUrl + path;
    const answer = await request(url, { dispatcher: agent, method, headers, body: body ?? null });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, body: parsed(text) };
  };
  const token = (form: Record<string, string>): Promise<Answer> =>
    call('/oauth2/token', {
      method: 'POST',
      headers: { authorization: basic(endpoints), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
  const authorizationUrl = (parameters: Record<string, string> = {}): string =>
    `${endpoints.authorizationUrl}/oauth2/auth?${new URLSearchParams({
      client_id: endpoints.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'ai name offline_access',
      state: 'state-of-the-test',
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    }).toString()}`;
  const consent: GivenPonto['consent'] = async ({ accountIds, scope = 'ai name offline_access', ...given }) => {
    const url = authorizationUrl({ scope, code_challenge: challengeOf(given.verifier ?? verifier) });
    const form = new URLSearchParams({ decision: 'confirm' });
    for (const id of accountIds) form.append('account', id);
    const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams;
  };

  return {
    endpoints,
    world,
    stop,
    call,
    get: (path, accessToken) => call(path, { headers: { authorization: `Bearer ${accessToken}` } }),
    post: (path, accessToken, attributes, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/vnd.api+json',
          ...headers,
        },
        body: JSON.stringify({ data: { type: 'anything', attributes } }),
      }),
    token,
    consent,
    authorizationUrl,
    async clientToken() {
      return (await token({ grant_type: 'client_credentials' })).body.access_token;
    },
    async link(accountIds, scope) {
      const returned = await consent({ accountIds, ...(scope === undefined ? {} : { scope }) });
      const { body } = await token({
        grant_type: 'authorization_code',
        code: returned.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      return { accessToken: body.access_token, refreshToken: body.refresh_token };
    },
  };
}

/** One account of the first organization, with its balance. */
export function givenAccount({ world }: GivenPonto, reference = 'BE68539007547034'): string {
  const [organization] = world.organizations();
  return world.addAccount(organization?.id ?? '', { reference, openingBalance: '100.00' }).id;
}

export function clientTls(endpoints: PontoEndpoints): { ca: Buffer; cert: Buffer; key: Buffer; passphrase: string } {
  return {
    ca: readFileSync(endpoints.caFile),
    cert: readFileSync(endpoints.certificateFile),
    key: readFileSync(endpoints.keyFile),
    passphrase: endpoints.keyPassphrase,
  };
}

export function basic({ clientId, clientSecret }: PontoEndpoints): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

export function challengeOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined as unknown as Body;
  }
}
