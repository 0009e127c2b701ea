import { Hono, type Context } from 'hono';
import { revokeIntegration } from '../integrations.ts';
import type { Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import { InvalidGrantError, clientToken, exchangeCode, familyIdOf, refresh, type TokenAnswer } from '../tokens.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

/** The token and revocation endpoints. They speak OAuth 2, not JSON:API, in their errors too. */
export function oauth2(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.post('/oauth2/token', async (c) => {
    if (!isOurClient(simulation, c)) return invalidClient(c);
    try {
      const answer = grant(simulation, await parametersOf(c));
      return typeof answer === 'string' ? refuse(c, answer, messages[answer]) : c.json(answer);
    } catch (error) {
      if (error instanceof InvalidGrantError) return refuse(c, 'invalid_grant', error.message);
      throw error;
    }
  });
  app.post('/oauth2/revoke', async (c) => {
    if (!isOurClient(simulation, c)) return invalidClient(c);
    const familyId = familyIdOf(simulation, (await parametersOf(c)).token ?? '');
    const family = familyId === undefined ? undefined : simulation.state.tokenFamilies[familyId];
    if (family && !family.revoked) revokeIntegration(simulation, family.organizationId);
    return c.body('', 200);
  });
  return app;
}

const messages = {
  invalid_request: 'The request is missing a required parameter.',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
} as const;

/** @throws InvalidGrantError */
function grant(simulation: PontoSimulation, parameters: Parameters): TokenAnswer | keyof typeof messages {
  const { code, redirect_uri: redirectUri, code_verifier: codeVerifier, refresh_token: token } = parameters;
  switch (parameters.grant_type) {
    case 'authorization_code':
      if (code === undefined || redirectUri === undefined) return 'invalid_request';
      return exchangeCode(simulation, { code, redirectUri, codeVerifier });
    case 'refresh_token':
      return token === undefined ? 'invalid_request' : refresh(simulation, token);
    case 'client_credentials':
      return clientToken(simulation);
    case undefined:
      return 'invalid_request';
    default:
      return 'unsupported_grant_type';
  }
}

/** The official clients send a form; the Elixir one sends JSON. */
async function parametersOf(c: Context): Promise<Parameters> {
  const body = await c.req.text();
  if (!(c.req.header('content-type') ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Parameters) : {};
  } catch {
    return {};
  }
}

function isOurClient({ state: { client } }: PontoSimulation, c: Context): boolean {
  const [scheme, credentials = ''] = (c.req.header('authorization') ?? '').split(' ');
  const [id, ...secret] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  if (scheme?.toLowerCase() !== 'basic' || id === undefined) return false;
  return decode(id) === client.id && decode(secret.join(':')) === client.secret;
}

/** RFC 6749 wants both halves form-encoded; not every client does that. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function invalidClient(c: Context): Response {
  c.header('www-authenticate', 'Basic realm="ponto-connect"');
  return c.json({ error: 'invalid_client', error_description: 'Client authentication failed.' }, 401);
}

function refuse(c: Context, error: string, hint: string): Response {
  return c.json({ error, error_description: 'The request could not be granted.', error_hint: hint }, 400);
}
