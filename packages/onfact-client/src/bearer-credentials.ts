import { companyHeader, type CredentialsProvider } from './credentials.ts';
import { OnfactTwoFactorRequiredError } from './errors.ts';
import type { OnfactTokens } from './sign-in.ts';

/** Where the tokens of a user are kept, by the caller. */
export type TokenStore = Readonly<{
  current(): Promise<OnfactTokens>;
  /**
   * Refreshes and stores new tokens before it gives them; when another process was first, it gives what that one
   * stored. Throws when the user must sign in again.
   */
  renew(expired: OnfactTokens): Promise<OnfactTokens>;
}>;

/** A token is renewed this long before its end, so that it does not end on its way. */
const renewBeforeMs = 30_000;

/**
 * The tokens of a user who signed in, for one of the user's companies. Renewed in time, or when onFact refuses them;
 * requests that wait at the same moment share one renewal.
 */
export function bearerCredentials(options: {
  companyUuid: string;
  tokens: TokenStore;
  clock: { now(): Date };
}): CredentialsProvider {
  const { tokens, clock } = options;
  const company = companyHeader(options.companyUuid);
  let renewal: Promise<OnfactTokens> | undefined;

  const renewed = (expired: OnfactTokens): Promise<OnfactTokens> => {
    renewal ??= tokens.renew(expired).finally(() => (renewal = undefined));
    return renewal;
  };
  const headersOf = ({ accessToken, twoFactorRequired }: OnfactTokens): Record<string, string> => {
    if (twoFactorRequired) throw new OnfactTwoFactorRequiredError();
    return { authorization: `Bearer ${accessToken}`, 'X-COMPANY-UUID': company };
  };

  return {
    async headers() {
      const current = await tokens.current();
      const isEnding = current.expiresAt.getTime() - renewBeforeMs <= clock.now().getTime();
      return headersOf(isEnding ? await renewed(current) : current);
    },
    async renew(refused) {
      const current = await tokens.current();
      const wasReplaced = headersOf(current).authorization !== refused.authorization;
      if (!wasReplaced) await renewed(current);
      return true;
    },
  };
}
