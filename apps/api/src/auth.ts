import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '@onfact-ponto/observability';
import { betterAuth } from 'better-auth';
import type { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { genericOAuth } from 'better-auth/plugins';
import { asLanguage, onfactProvider, readSignInClaims } from './onfact-sign-in.ts';
import type { Language, SignInClaims, SupportClaim } from './onfact-sign-in.ts';

/**
 * Sign-in through onFact as an OpenID provider, with sessions in the database. The browser reaches `/auth` through
 * the admin's origin only, so that origin is the one that cookies and redirects belong to.
 */
export type Authentication = Readonly<{
  /** Answers better-auth's own endpoints: the start of a sign-in, the return from onFact, the end of a session. */
  handle(request: Request): Promise<Response>;
  /** The session of the request's cookie; looking at it does not make it live longer. */
  findSession(headers: Headers): Promise<SignedIn | undefined>;
  /** Lets the session start anew; the answer carries its cookies. */
  extendSession(headers: Headers): Promise<{ signedIn: SignedIn; cookies: string[] } | undefined>;
}>;

export type SignedIn = Readonly<{
  sessionId: string;
  user: { id: string; name: string; email: string; language: Language | null };
  /** The company that the session works for, null until one is chosen. */
  companyId: string | null;
  /** A support employee; then there is never a company. */
  isSupport: boolean;
  expiresAt: Date;
}>;

type AuthenticationOptions = {
  /** better-auth's adapter on our tables; main.ts makes it, because only main.ts knows the database. */
  database: ReturnType<typeof drizzleAdapter>;
  /** Where the browser is: the admin. */
  origin: string;
  secret: string;
  onfact: { issuer: string; clientId: string; clientSecret: string };
  /** What onFact says of its support employees; without it nobody is one. */
  supportClaim: SupportClaim | undefined;
  log: Logger;
  /** Takes over the companies of the user; says for which one the session works. */
  recordSignIn(signIn: { userId: string } & SignInClaims): Promise<{ companyId: string | null }>;
};

export const authPath = '/auth';
export const signInPage = '/sign-in';
const sessionSeconds = 12 * 3600;
/** `__Host-`: a browser keeps such a cookie only when it is Secure, for one host and for every path. */
const cookiePrefix = '__Host-onfact-ponto';

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const signIns = new AsyncLocalStorage<SignInInProgress>();
  const auth = createBetterAuth(options, signIns);

  return {
    handle: (request) => signIns.run({ claims: undefined }, () => auth.handler(request)),

    async findSession(headers) {
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return found ? signedInOf(found) : undefined;
    },

    async extendSession(headers) {
      const { response, headers: answer } = await auth.api.getSession({ headers, returnHeaders: true });
      return response ? { signedIn: signedInOf(response), cookies: answer.getSetCookie() } : undefined;
    },
  };
}

/** The claims of the id token, on their way from where they are read to where the session is made. */
type SignInInProgress = { claims: SignInClaims | undefined };

function createBetterAuth(options: AuthenticationOptions, signIns: AsyncLocalStorage<SignInInProgress>) {
  const { origin, log } = options;
  return betterAuth({
    appName: 'onFact Ponto',
    baseURL: origin,
    basePath: authPath,
    secret: options.secret,
    trustedOrigins: [origin],
    database: options.database,
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message, ...facts) => log[level](`sign-in: ${message}`, errorAmong(facts)) },
    /** Without `throw` the library prints unforeseen errors to the console, statement parameters included. */
    onAPIError: { errorURL: `${origin}${signInPage}`, throw: true },
    user: { additionalFields: { language: { type: 'string', required: false } } },
    session: {
      expiresIn: sessionSeconds,
      updateAge: 0,
      cookieCache: { enabled: false },
      additionalFields: {
        companyId: { type: 'string', required: false, input: false },
        isSupport: { type: 'boolean', required: false, input: false },
      },
    },
    /** One provider knows our users: an equal e-mail address under another identity is somebody else. */
    account: { updateAccountOnSignIn: false, accountLinking: { enabled: false } },
    advanced: {
      cookiePrefix,
      /** That switch would put `__Secure-` before our own, stronger prefix. */
      useSecureCookies: false,
      defaultCookieAttributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 120,
      customRules: { '/sign-in/social': { window: 60, max: 30 }, '/callback/*': { window: 60, max: 30 } },
    },
    plugins: [onfactPlugin(options, signIns)],
    databaseHooks: {
      account: { create: { before: async (account) => withoutTokens(account) } },
      session: {
        create: {
          async before(session) {
            const claims = signIns.getStore()?.claims;
            if (!claims) throw new APIError('FORBIDDEN', { code: 'unexpected_claims', message: 'Unexpected claims' });
            const { companyId } = await options.recordSignIn({ userId: session.userId, ...claims });
            return { data: { ...session, companyId, isSupport: claims.isSupport } };
          },
        },
      },
    },
  });
}

function onfactPlugin(
  { onfact, supportClaim }: Pick<AuthenticationOptions, 'onfact' | 'supportClaim'>,
  signIns: AsyncLocalStorage<SignInInProgress>,
) {
  return genericOAuth({
    config: [
      {
        providerId: onfactProvider.id,
        discoveryUrl: `${onfact.issuer.replace(/\/$/, '')}${onfactProvider.discoveryPath}`,
        requireIdTokenVerification: true,
        clientId: onfact.clientId,
        clientSecret: onfact.clientSecret,
        scopes: [...onfactProvider.scopes],
        pkce: true,
        overrideUserInfo: true,
        disableProviderLogout: true,
        mapProfileToUser(profile) {
          const claims = readSignInClaims(profile, supportClaim);
          const signIn = signIns.getStore();
          if (signIn) signIn.claims = claims;
          return claims ? { name: claims.userName, language: claims.language } : {};
        },
      },
    ],
  });
}

/** Nobody needs onFact's tokens after the sign-in; the table would refuse them. */
function withoutTokens<Account extends object>(account: Account) {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null, accessTokenExpiresAt: null } };
}

function signedInOf({ session, user }: FoundSession): SignedIn {
  return {
    sessionId: session.id,
    user: { id: user.id, name: user.name, email: user.email, language: asLanguage(user.language) },
    companyId: session.companyId ?? null,
    isSupport: session.isSupport ?? false,
    expiresAt: session.expiresAt,
  };
}
type FoundSession = NonNullable<Awaited<ReturnType<ReturnType<typeof createBetterAuth>['api']['getSession']>>>;

function errorAmong(facts: readonly unknown[]): object {
  const error = facts.find((fact) => fact instanceof Error);
  return error ? { error } : {};
}
