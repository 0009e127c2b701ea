import { onTestFinished } from 'vitest';
import { startOnfactSimulator, type OnfactEndpoints, type OnfactSimulatorOptions } from '../start-onfact-simulator.ts';
import type { OnfactWorld } from '../world.ts';

export const redirectUri = 'https://application.example/auth/callback';

export type Answer = { status: number; headers: Headers; text: string; body: Body };

/** All members that any answer has; a test knows which answer it asked for. */
type Body = Record<string, unknown> & {
  items: Record<string, unknown>[];
  count: number;
  id: number;
  code: string;
  errors: Record<string, Record<string, string>>;
};

export type GivenOnfact = Readonly<{
  endpoints: OnfactEndpoints;
  world: OnfactWorld;
  stop(): Promise<void>;
  /** With the key of the first user, for the first company, unless headers say otherwise. */
  call(method: string, path: string, options?: { headers?: Record<string, string>; body?: object }): Promise<Answer>;
  get(path: string): Promise<Answer>;
}>;

/** A running simulator whose time stands still at 24 November 2026. It stops with the test. */
export async function givenOnfact(options: Partial<OnfactSimulatorOptions> = {}): Promise<GivenOnfact> {
  const simulator = await startOnfactSimulator({
    redirectUris: [redirectUri],
    clock: { now: () => new Date('2026-11-24T09:00:00.000Z') },
    ...options,
  });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (!stopped) await simulator.stop();
    stopped = true;
  };
  onTestFinished(stop);

  const { endpoints, world } = simulator;
  const call: GivenOnfact['call'] = async (method, path, { headers, body } = {}) => {
    const response = await fetch(endpoints.apiUrl + path, {
      method,
      headers: headers ?? { 'x-session-key': endpoints.sessionKey, 'x-company-uuid': endpoints.companyUuid },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  return { endpoints, world, stop, call, get: (path) => call('GET', path) };
}

/** An invoice of 121.00 and an account to pay it on. */
export async function givenInvoice({
  endpoints,
  world,
  call,
}: GivenOnfact): Promise<{ invoiceId: number; accountId: number }> {
  const { id: invoiceId } = world.addInvoice(endpoints.companyUuid, { amount: '121.00' });
  const { body } = await call('POST', '/v1/payment-accounts.json', {
    body: { name: 'Zichtrekening', iban: 'BE68539007547034' },
  });
  return { invoiceId, accountId: body.id };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined as unknown as Body;
  }
}
