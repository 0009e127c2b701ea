import { randomUUID } from 'node:crypto';
import { basic, type Answer, type GivenPonto } from './given-ponto.ts';
import { signAs, type SignatureStyle } from './sign-as.ts';

/**
 * Ibanity publishes clients in several languages, and each speaks a little differently on the wire. What follows
 * speaks as each of them does; it does not run them.
 */
export type Dialect = Readonly<{
  mediaType: 'application/json' | 'application/vnd.api+json';
  /** Addresses come from the root document, with placeholders filled in. */
  discovers: boolean;
  /** What it leaves behind when the last placeholder stays empty. */
  collectionEnd: '' | '/';
  signature: SignatureStyle;
  signsTokens: boolean;
  tokenBody: 'form' | 'json';
  sendsClientId: boolean;
  sendsPkce: boolean;
  paging: (limit: number, after?: string) => string;
  idempotencyKeys: boolean;
  types: Readonly<{ synchronization: string; paymentRequest: string; onboardingDetails: string }>;
}>;

const usualOrder = ['(request-target)', 'host', 'digest', '(created)', 'authorization', 'ibanity-idempotency-key'];
const usualTypes = {
  synchronization: 'synchronization',
  paymentRequest: 'paymentRequest',
  onboardingDetails: 'onboardingDetails',
};
const encodedPaging = (limit: number, after?: string) =>
  `page%5Blimit%5D=${limit}${after === undefined ? '' : `&page%5Bafter%5D=${after}`}`;

export const dialects: Record<'Ruby' | 'Java' | '.NET' | 'Elixir' | 'Postman', Dialect> = {
  Ruby: {
    mediaType: 'application/json',
    discovers: true,
    collectionEnd: '/',
    signature: { encoding: 'base64url', created: 'quoted', order: usualOrder },
    signsTokens: true,
    tokenBody: 'form',
    sendsClientId: true,
    sendsPkce: true,
    paging: encodedPaging,
    idempotencyKeys: false,
    types: { ...usualTypes, paymentRequest: 'payment' },
  },
  Java: {
    mediaType: 'application/json',
    discovers: true,
    collectionEnd: '',
    signature: {
      encoding: 'base64',
      created: 'quoted',
      order: [...usualOrder.slice(0, 4), 'ibanity-idempotency-key', 'authorization'],
    },
    signsTokens: true,
    tokenBody: 'form',
    sendsClientId: true,
    sendsPkce: true,
    paging: (limit, after) => `limit=${limit}${after === undefined ? '' : `&after=${after}`}`,
    idempotencyKeys: true,
    types: usualTypes,
  },
  '.NET': {
    mediaType: 'application/vnd.api+json',
    discovers: false,
    collectionEnd: '',
    signature: { encoding: 'base64', created: 'bare', order: usualOrder },
    signsTokens: false,
    tokenBody: 'form',
    sendsClientId: true,
    sendsPkce: false,
    paging: (limit, after) => `page[limit]=${limit}${after === undefined ? '' : `&page[after]=${after}`}`,
    idempotencyKeys: true,
    types: usualTypes,
  },
  Elixir: {
    mediaType: 'application/json',
    discovers: true,
    collectionEnd: '/',
    signature: {
      encoding: 'base64url',
      created: 'quoted',
      order: ['(request-target)', 'host', '(created)', 'digest', 'ibanity-idempotency-key', 'authorization'],
    },
    signsTokens: false,
    tokenBody: 'json',
    sendsClientId: true,
    sendsPkce: true,
    paging: encodedPaging,
    idempotencyKeys: false,
    types: { ...usualTypes, synchronization: 'account' },
  },
  Postman: {
    mediaType: 'application/json',
    discovers: false,
    collectionEnd: '',
    signature: { encoding: 'base64', created: 'quoted', order: usualOrder },
    signsTokens: false,
    tokenBody: 'form',
    sendsClientId: true,
    sendsPkce: true,
    paging: (limit, after) => `limit=${limit}${after === undefined ? '' : `&after=${after}`}`,
    idempotencyKeys: false,
    types: { ...usualTypes, onboardingDetails: 'onboarding-details' },
  },
};

/** A client of somebody else, as far as the wire can tell. */
export function clientOf(ponto: GivenPonto, dialect: Dialect) {
  const { endpoints } = ponto;
  let root: Record<string, unknown> = {};

  const send = (method: 'GET' | 'POST' | 'DELETE', url: string, token?: string, body = ''): Promise<Answer> => {
    const headers: Record<string, string> = {
      accept: dialect.mediaType,
      ...(body === '' ? {} : { 'content-type': dialect.mediaType }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(dialect.idempotencyKeys && method === 'POST' ? { 'ibanity-idempotency-key': randomUUID() } : {}),
    };
    const signed = signAs(dialect.signature, endpoints, { method, target: targetOf(url), headers, body, now });
    return ponto.call(url, { method, headers: signed, ...(body === '' ? {} : { body }) });
  };

  /** An address by its name in the root document, or as it is known by heart. */
  const address = (name: string, path: string, ids: Record<string, string> = {}): string => {
    const template = dialect.discovers
      ? String(name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root))
      : endpoints.apiUrl + path;
    const filled = template.replace(/\{(\w+)\}/g, (_, id: string) => ids[id] ?? '');
    return filled.endsWith('/') ? filled.slice(0, -1) + dialect.collectionEnd : filled;
  };

  return {
    send,
    address,
    async discover() {
      if (!dialect.discovers) return;
      const { body } = await send('GET', endpoints.apiUrl);
      root = body.links;
    },
    async token(fields: Record<string, string>): Promise<Answer> {
      const all = dialect.sendsClientId ? { ...fields, client_id: endpoints.clientId } : fields;
      const isJson = dialect.tokenBody === 'json';
      const body = isJson ? JSON.stringify(all) : new URLSearchParams(all).toString();
      const headers = {
        authorization: basic(endpoints),
        accept: 'application/json',
        'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      };
      const url = address('oauth2.token', '/oauth2/token');
      const request = { method: 'POST', target: targetOf(url), headers, body, now };
      const sent = dialect.signsTokens ? signAs(dialect.signature, endpoints, request) : headers;
      return ponto.call(url, { method: 'POST', headers: sent, body });
    },
    post: (url: string, token: string, type: string, attributes: object) =>
      send('POST', url, token, JSON.stringify({ data: { type, attributes } })),
  };
}

/** The time of the machine in a world of the tests. */
export const now = new Date('2026-11-24T09:00:00Z');
export const targetOf = (url: string) => url.replace(/^https:\/\/[^/]+/, '');
