import type { ClaimedCompany } from '@onfact-ponto/application';
import { z } from 'zod';

/**
 * Everything that we assume about signing in with onFact. onFact publishes neither its authorization address nor its
 * scopes and claims, so this is the one file to change at first contact: the issuer, client id and secret are
 * configuration, the rest stands here.
 */

export const onfactProvider = {
  /** Part of the redirect address that is registered with onFact: `/auth/callback/onfact`. */
  id: 'onfact',
  scopes: ['openid', 'profile', 'email', 'companies'],
  discoveryPath: '/.well-known/openid-configuration',
} as const;

const languages = ['nl', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language that a tag such as "nl-BE" asks for, if we speak it. */
export function asLanguage(tag: string | null | undefined): Language | null {
  return languages.find((language) => tag?.toLowerCase().startsWith(language)) ?? null;
}

/** What the verified id token says about the user, in our words. */
export type SignInClaims = Readonly<{
  userName: string;
  language: Language | null;
  /** An employee of support belongs to no company, whatever else the token says. */
  isSupport: boolean;
  companies: readonly ClaimedCompany[];
}>;

/** A claim that is true, or one that is this value or a list with it: "support", "groups=onfact-support". */
export type SupportClaim = Readonly<{ name: string; value: string | undefined }>;

export function parseSupportClaim(text: string): SupportClaim {
  const [name = '', ...value] = text.split('=');
  return { name, value: value.length === 0 ? undefined : value.join('=') };
}

const Claims = z.looseObject({
  email: z.email(),
  name: z.string().min(1).optional(),
  locale: z.string().optional(),
  companies: z
    .array(
      z.object({
        uuid: z.string().min(1).max(200),
        name: z.string().min(1),
        vat: z.string().nullish(),
        role: z.string(),
      }),
    )
    .default([]),
});

/** Undefined when the claims are not what we know: then nobody is signed in. */
export function readSignInClaims(
  idTokenClaims: unknown,
  supportClaim: SupportClaim | undefined,
): SignInClaims | undefined {
  const result = Claims.safeParse(idTokenClaims);
  if (!result.success) return undefined;
  const { name, email, locale, companies } = result.data;
  const isSupport = supportClaim !== undefined && holds(result.data[supportClaim.name], supportClaim.value);
  return {
    userName: name ?? email,
    language: asLanguage(locale),
    isSupport,
    companies: (isSupport ? [] : companies).map(({ uuid, name, vat, role }) => ({
      onfactCompanyUuid: uuid,
      name,
      vatNumber: vat ?? null,
      /** Any role that we do not know may look, not manage. */
      role: role === 'admin' ? 'administrator' : 'user',
    })),
  };
}

function holds(claim: unknown, value: string | undefined): boolean {
  if (value === undefined) return claim === true;
  return Array.isArray(claim) ? claim.includes(value) : claim === value;
}
