import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { PontoApiError, invalidAttribute, notFound } from './api-error.ts';
import { assertReadable } from './maintenance.ts';
import { timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, Organization } from './state.ts';
import { bearerOf, type Bearer } from './tokens.ts';

export type Served = { Bindings: HttpBindings; Variables: { requestId: string } };

export const productPath = '/ponto-connect';

/** Absolute address of a path under the product. Official clients follow these, so host and port must be right. */
export function productUrl(simulation: PontoSimulation, path: string): string {
  return `${simulation.apiOrigin()}${productPath}${path}`;
}

/** @throws PontoApiError 401 */
export function requireBearer(simulation: PontoSimulation, c: Context): Bearer {
  const token = /^Bearer (?<token>\S+)$/i.exec(c.req.header('authorization') ?? '')?.groups?.token;
  const bearer = token === undefined ? undefined : bearerOf(simulation, token);
  if (!bearer) throw new PontoApiError(401, 'credentialsInvalid', 'Your credentials are invalid.');
  return bearer;
}

/**
 * The organization whose customer token this is.
 * @throws PontoApiError 401, or 403 for a client token, a missing scope or a blocked organization
 */
export function requireOrganization(simulation: PontoSimulation, c: Context, scope?: 'ai' | 'pi'): Organization {
  const bearer = requireBearer(simulation, c);
  if (bearer.kind !== 'customer') {
    throw new PontoApiError(403, 'accessForbidden', 'This resource needs the access token of an organization.');
  }
  if (bearer.organization.blocked) {
    throw new PontoApiError(403, 'organizationBlocked', 'The organization is blocked.');
  }
  if (scope !== undefined && !bearer.scope.has(scope)) {
    throw new PontoApiError(403, 'insufficientScope', `The access token lacks the scope "${scope}".`);
  }
  return bearer.organization;
}

/** @throws PontoApiError 403 where Ponto has not allowed the organization to pay, or to ask for money */
export function requireActivated(
  { state }: PontoSimulation,
  organization: Organization,
  product: 'payments' | 'paymentRequests',
): void {
  if (!state.settings.paymentsNeedActivation || organization[product].state === 'activated') return;
  throw new PontoApiError(403, `${product}NotActivated`, 'Ponto has not activated this for the organization.');
}

/** @throws PontoApiError 401, or 403 for a customer token */
export function requireClient(simulation: PontoSimulation, c: Context): void {
  if (requireBearer(simulation, c).kind !== 'client') {
    throw new PontoApiError(403, 'accessForbidden', 'This resource needs a client access token.');
  }
}

/**
 * The account, noted as accessed.
 * @throws PontoApiError 404 when it is not shared with our application
 */
export function requireAccount(simulation: PontoSimulation, organization: Organization, id: string): Account {
  const shared = organization.integration?.accounts.find(({ accountId }) => accountId === id);
  const account = simulation.state.accounts.find((candidate) => candidate.id === id);
  if (!shared || !account) throw notFound('account');
  shared.lastAccessedAt = timestamp(simulation);
  return account;
}

/**
 * The account of the path, whose lines may be read now.
 * @throws PontoApiError 401, 403, 404, or 503 during a maintenance
 */
export function requireReadableAccount(simulation: PontoSimulation, c: Context): Account {
  const account = requireAccount(simulation, requireOrganization(simulation, c, 'ai'), c.req.param('accountId') ?? '');
  assertReadable(simulation, account, timestamp(simulation));
  return account;
}

/** JSON:API attributes of a request body, whatever its `data.type` says: official clients disagree about it. */
export async function attributesOf(c: Context): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    throw new PontoApiError(400, 'requestInvalid', 'The body is not valid JSON.');
  }
  const data = member(body, 'data');
  const attributes = member(data, 'attributes');
  if (typeof attributes !== 'object' || attributes === null) {
    throw new PontoApiError(400, 'requestInvalid', 'The body has no data.attributes.');
  }
  return attributes as Record<string, unknown>;
}

/**
 * Where the browser goes when the customer is done.
 * @throws PontoApiError 400
 */
export function redirectUriIn({ redirectUri }: Record<string, unknown>): string {
  if (typeof redirectUri !== 'string' || !/^https?:\/\/[^/]/.test(redirectUri) || !URL.canParse(redirectUri)) {
    throw invalidAttribute('redirectUri', 'The address to return to must be an absolute URL.');
  }
  return redirectUri;
}

/** An address to return to that need not be given. */
export function optionalRedirectUriIn(attributes: Record<string, unknown>): string | null {
  return attributes.redirectUri === undefined || attributes.redirectUri === null ? null : redirectUriIn(attributes);
}

export function queryOf(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

/** JSON with Ponto's media type. */
export function document(c: Context, body: object, status: 200 | 201 | PontoApiError['status'] = 200): Response {
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/vnd.api+json' });
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
