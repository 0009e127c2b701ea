import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { OnfactSimulation } from '../simulation.ts';
import type { AuthorizationCode, User } from '../state.ts';
import { identityToken } from './identity.ts';

const codeSeconds = 300;
const accessTokenSeconds = 3_600;

export function issueCode(
  simulation: OnfactSimulation,
  user: User,
  query: URLSearchParams,
  redirectUri: string,
): string {
  const code = simulation.ids.opaque(43);
  simulation.state.authorizationCodes[code] = {
    userId: user.id,
    redirectUri,
    scope: query.get('scope') ?? '',
    nonce: query.get('nonce'),
    codeChallenge: query.get('code_challenge'),
    expiresAt: inSeconds(simulation, codeSeconds),
    used: false,
  };
  simulation.changed();
  return code;
}

/** The token endpoint. The client gives its secret in the header or in the form. */
export async function answerToken(simulation: OnfactSimulation, c: Context): Promise<Response> {
  c.header('cache-control', 'no-store');
  const form = new URLSearchParams(await c.req.text());
  if (!isOurClient(simulation, c, form)) {
    c.header('www-authenticate', 'Basic realm="onfact"');
    return c.json({ error: 'invalid_client' }, 401);
  }
  if (form.get('grant_type') !== 'authorization_code') return c.json({ error: 'unsupported_grant_type' }, 400);

  const granted = simulation.state.authorizationCodes[form.get('code') ?? ''];
  const user = simulation.state.users.find(({ id }) => id === granted?.userId);
  if (!granted || !user || !isValid(simulation, granted, form)) return c.json({ error: 'invalid_grant' }, 400);
  granted.used = true;

  const accessToken = simulation.ids.opaque(64);
  const expiresAt = inSeconds(simulation, accessTokenSeconds);
  simulation.state.accessTokens[accessToken] = { userId: user.id, expiresAt, needsTwoFactor: false };
  simulation.changed();
  return c.json({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    scope: granted.scope,
    id_token: await identityToken(simulation, user, granted.nonce),
  });
}

function isValid({ clock }: OnfactSimulation, granted: AuthorizationCode, form: URLSearchParams): boolean {
  const verifier = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return (
    !granted.used &&
    granted.expiresAt > clock.now().toISOString() &&
    granted.redirectUri === form.get('redirect_uri') &&
    (granted.codeChallenge === null || granted.codeChallenge === verifier)
  );
}

function isOurClient({ state: { client } }: OnfactSimulation, c: Context, form: URLSearchParams): boolean {
  const authorization = c.req.header('authorization');
  if (authorization === undefined) {
    return form.get('client_id') === client.id && form.get('client_secret') === client.secret;
  }
  const credentials = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64').toString('utf8');
  const [id = '', secret = ''] = credentials.split(':').map(decodeURIComponent);
  return id === client.id && secret === client.secret;
}

function inSeconds({ clock }: OnfactSimulation, seconds: number): string {
  return new Date(clock.now().getTime() + seconds * 1_000).toISOString();
}
