import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { CallName, ObserveCall } from './calls.ts';
import type { CredentialsInUse, OpenCredentials } from './credentials.ts';
import { absent, decodeDocument, decodeWith } from './decode.ts';
import { PontoOAuthError, PontoUnexpectedResponseError, type AnsweredWith } from './errors.ts';
import { answeredWith, errorCode, errorsOf, readDocument, type CallOptions } from './json-api.ts';
import { apiPath, type ApiPath } from './resources/api-path.ts';
import type { Transport } from './transport.ts';

/** The access to one organization. `refreshToken` replaces the earlier one, which is dead from then on. */
export type PontoTokens = Readonly<{
  accessToken: string;
  /** Counted from before the request, so never too late. */
  expiresAt: Date;
  refreshToken: string | undefined;
  /** What was granted; may be less than what was asked. */
  scope: readonly string[];
}>;

/** `ai` reads accounts, `pi` prepares payments, `name` names the organization, `offline_access` gives a refresh token. */
export type PontoScope = 'ai' | 'pi' | 'name' | 'offline_access';

type TokenRequest = Readonly<{
  operation: string;
  grantType: string;
  parameters: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}>;

export function createOAuth(dependencies: {
  clientId: string;
  redirectUri: string;
  authorizationEndpoint: URL;
  tokenOrigin: URL;
  run: CredentialsInUse['run'];
  observe: ObserveCall;
  clock: { now(): Date };
  random: { bytes(count: number): Uint8Array };
}) {
  const { clientId, redirectUri, authorizationEndpoint, tokenOrigin, run, observe, clock, random } = dependencies;
  const server: oauth.AuthorizationServer = {
    issuer: tokenOrigin.origin,
    token_endpoint: new URL(tokenPath.target, tokenOrigin).href,
    revocation_endpoint: new URL(revocationPath.target, tokenOrigin).href,
  };
  const client: oauth.Client = { client_id: clientId };

  async function requestTokens(
    { operation, grantType, parameters, signal }: TokenRequest,
    { clientSecret, transport }: OpenCredentials,
  ): Promise<PontoTokens> {
    const wire = createWireFetch(transport, signal);
    const authenticate = basicAuthentication(clientId, clientSecret);
    const askedAt = clock.now();
    const { tokens } = await observe(callOf(operation, tokenPath), async () => {
      await oauth.genericTokenEndpointRequest(server, client, authenticate, grantType, parameters, wire.options);
      const answer = wire.answer();
      return { answer, tokens: readTokens(answer, askedAt) };
    });
    return tokens;
  }

  return {
    /** A fresh verifier, to be kept on our side, and its S256 challenge for the authorization URL. */
    async createPkce(): Promise<{ codeVerifier: string; codeChallenge: string }> {
      const codeVerifier = Buffer.from(random.bytes(32)).toString('base64url');
      return { codeVerifier, codeChallenge: await oauth.calculatePKCECodeChallenge(codeVerifier) };
    },

    /** Where the user's browser goes to choose and share accounts. */
    authorizationUrl(request: {
      state: string;
      codeChallenge: string;
      scope: readonly PontoScope[];
      language?: string | undefined;
      /** Of `onboardingDetails.create`, at most five minutes old. */
      onboardingDetailsId?: string | undefined;
    }): URL {
      const url = new URL(authorizationEndpoint);
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: request.scope.join(' '),
        state: request.state,
        code_challenge: request.codeChallenge,
        code_challenge_method: 'S256',
        ...(request.language === undefined ? {} : { language: request.language }),
        ...(request.onboardingDetailsId === undefined ? {} : { onboarding_details_id: request.onboardingDetailsId }),
      }).toString();
      return url;
    },

    exchangeCode({ code, codeVerifier, signal }: CallOptions & { code: string; codeVerifier: string }) {
      const parameters = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
      const request = { operation: 'oauth.exchangeCode', grantType: 'authorization_code', parameters, signal };
      return run((credentials) => requestTokens(request, credentials));
    },

    /**
     * Exactly one at a time per organization, and the answer stored before it is used: the old token dies, and
     * using it again may end the whole link.
     */
    refresh({ refreshToken, signal }: CallOptions & { refreshToken: string }) {
      const parameters = { refresh_token: refreshToken };
      const request = { operation: 'oauth.refresh', grantType: 'refresh_token', parameters, signal };
      return run((credentials) => requestTokens(request, credentials));
    },

    /** A token of the application itself, for the calls about all organizations. */
    clientCredentials({ signal }: CallOptions = {}) {
      const request = { ...ofApplication, operation: 'oauth.clientCredentials', signal };
      return run((credentials) => requestTokens(request, credentials));
    },

    /** Ends the integration for the organization. */
    revoke({ refreshToken, signal }: CallOptions & { refreshToken: string }): Promise<void> {
      return run(async ({ clientSecret, transport }) => {
        const wire = createWireFetch(transport, signal);
        const authenticate = basicAuthentication(clientId, clientSecret);
        await observe(callOf('oauth.revoke', revocationPath), async () => {
          await oauth.revocationRequest(server, client, authenticate, refreshToken, wire.options);
          const answer = wire.answer();
          assertSuccess(answer);
          return { answer };
        });
      });
    },

    /** Whether Ponto takes a set of credentials that is not in use yet. */
    proveCredentials(candidate: OpenCredentials) {
      return requestTokens({ ...ofApplication, operation: 'rotateCredentials' }, candidate);
    },
  };
}

const ofApplication = { grantType: 'client_credentials', parameters: {} };
const tokenPath = apiPath('/oauth2/token');
const revocationPath = apiPath('/oauth2/revoke');

function callOf(operation: string, path: ApiPath): CallName {
  return { operation, method: 'POST', pathTemplate: path.template };
}

/** Id and secret as they are: Ponto's own clients do not form-encode them first, as the standard would have it. */
function basicAuthentication(clientId: string, clientSecret: string): oauth.ClientAuth {
  return (_server, _client, body, headers) => {
    body.set('client_id', clientId);
    headers.set('authorization', `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`);
  };
}

/** Lets oauth4webapi make the request over our transport, and keeps the answer for our own reading of errors. */
function createWireFetch(transport: Transport, signal: AbortSignal | undefined) {
  let kept: AnsweredWith | undefined;
  return {
    options: {
      [oauth.customFetch]: async (
        url: string,
        { method, headers, body }: oauth.CustomFetchOptions<'POST', URLSearchParams>,
      ): Promise<Response> => {
        const { pathname, search } = new URL(url);
        const form = { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
        const sent = await transport.send({
          method,
          target: pathname + search,
          headers: form,
          body: body.toString(),
          signal,
        });
        kept = answeredWith(sent);
        return new Response();
      },
    },
    answer(): AnsweredWith {
      if (!kept) throw new Error('No request was made');
      return kept;
    },
  };
}

function readTokens(answer: AnsweredWith, askedAt: Date): PontoTokens {
  assertSuccess(answer);
  const tokens = decodeDocument({ document: readDocument(answer), answer }, (document) =>
    decodeWith(tokenDocument, document),
  );
  return {
    accessToken: tokens.access_token,
    expiresAt: new Date(askedAt.getTime() + tokens.expires_in * 1000),
    refreshToken: tokens.refresh_token,
    scope: tokens.scope.split(' ').filter((part) => part !== ''),
  };
}

function assertSuccess(answer: AnsweredWith): void {
  if (answer.status >= 400) throw oauthErrorOf(answer);
  if (answer.status >= 300) throw new PontoUnexpectedResponseError('a redirect is never followed', answer);
}

/** The endpoint answers in OAuth's own shape, now and then in that of the API. */
function oauthErrorOf(answer: AnsweredWith): PontoOAuthError {
  const [apiError] = errorsOf(answer.body);
  if (apiError) return new PontoOAuthError(apiError.code, apiError.detail, answer);
  try {
    const { error, error_description } = oauthErrorDocument.parse(JSON.parse(answer.body));
    return new PontoOAuthError(error, error_description, answer);
  } catch {
    return new PontoOAuthError(undefined, undefined, answer);
  }
}

const tokenDocument = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive(),
  refresh_token: absent(z.string().min(1)),
  scope: z
    .string()
    .nullish()
    .transform((scope) => scope ?? ''),
});

const oauthErrorDocument = z.object({ error: errorCode.optional(), error_description: z.string().optional() });
