import { z } from 'zod';
import { decodeDocument, decodeWith, flag, type Decoder } from './decode.ts';
import { createJsonApi } from './json-api.ts';
import { readOrigin } from './origin.ts';
import { createPace, type Clock } from './pace.ts';
import { createTransport, defaultLimits, type Limits } from './transport.ts';

/** Tokens of one user. Secrets: store them sealed, log neither. */
export type OnfactTokens = Readonly<{
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  /** The access token serves for nothing until `confirmTwoFactor` was called with it. */
  twoFactorRequired: boolean;
}>;

export type OnfactSignIn = ReturnType<typeof createOnfactSignIn>;

/**
 * onFact's own OAuth 2.0 endpoints. Failed sign-ins are throttled to three or five a minute. The authorization pages
 * that partners send their users to are not published, and neither is the refresh grant: it follows the standard here.
 */
export function createOnfactSignIn(options: { apiUrl: string; clock: Clock; limits?: Partial<Limits> }) {
  const { apiUrl, clock, limits } = options;
  const transport = createTransport({
    origin: readOrigin(apiUrl),
    credentials: { headers: async () => ({}) },
    pace: createPace(1, clock),
    clock,
    limits: { ...defaultLimits, ...limits },
  });
  const api = createJsonApi(transport);
  const token = async (body: object): Promise<OnfactTokens> => {
    const answer = await api({ method: 'POST', path: ['oauth2', 'token'], extension: '', body });
    return decodeDocument(answer, tokensSince(clock.now()));
  };

  return {
    /** @throws OnfactApiError with reason "InvalidLogin" */
    withPassword: ({ username, password }: { username: string; password: string }): Promise<OnfactTokens> =>
      token({ grant_type: 'password', username, password }),

    /** The refresh token that was given is used up: store the new one before anything else. */
    refresh: ({ refreshToken }: Pick<OnfactTokens, 'refreshToken'>): Promise<OnfactTokens> =>
      token({ grant_type: 'refresh_token', refresh_token: refreshToken }),

    /** @throws OnfactApiError with reason "InvalidTwoFactorAuthenticationCode" */
    async confirmTwoFactor(tokens: OnfactTokens, code: string): Promise<OnfactTokens> {
      const headers = { authorization: `Bearer ${tokens.accessToken}` };
      const path = ['oauth2', 'two-factor-authentication'];
      await api({ method: 'PUT', path, extension: '', body: { code: Number(code) }, headers });
      return { ...tokens, twoFactorRequired: false };
    },

    close: () => transport.close(),
  };
}

function tokensSince(now: Date): Decoder<OnfactTokens> {
  return (document) => {
    const wire = decodeWith(wireTokens, document);
    return {
      accessToken: wire.access_token,
      refreshToken: wire.refresh_token,
      expiresAt: new Date(now.getTime() + wire.expires_in * 1000),
      twoFactorRequired: wire['2fa_required'],
    };
  };
}

const wireTokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().int().positive(),
  '2fa_required': flag,
});
