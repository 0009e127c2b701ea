import { describe, expect, it } from 'vitest';
import { parseSupportClaim, readSignInClaims } from './onfact-sign-in.ts';

const claims = {
  email: 'mieke@delinde.be',
  name: 'Mieke Claes',
  locale: 'nl-BE',
  companies: [{ uuid: 'c-1', name: 'Houtatelier De Linde BV', vat: 'BE0743128876', role: 'admin' }],
};

describe('readSignInClaims', () => {
  it('reads name, language and companies', () => {
    expect(readSignInClaims({ ...claims, sub: 'u-1', more: true }, undefined)).toEqual({
      userName: 'Mieke Claes',
      language: 'nl',
      isSupport: false,
      companies: [
        {
          onfactCompanyUuid: 'c-1',
          name: 'Houtatelier De Linde BV',
          vatNumber: 'BE0743128876',
          role: 'administrator',
        },
      ],
    });
  });

  it.each(['owner', 'ADMIN', '', 'administrator'])('gives the unknown role %j no right to manage', (role) => {
    const read = readSignInClaims({ ...claims, companies: [{ uuid: 'c-1', name: 'X', role }] }, undefined);
    expect(read?.companies[0]?.role).toBe('user');
  });

  it.each([
    ['fr', 'fr'],
    ['EN-us', 'en'],
    ['de', null],
    [undefined, null],
  ])('takes the locale %j as %j', (locale, language) => {
    expect(readSignInClaims({ ...claims, locale }, undefined)?.language).toBe(language);
  });

  it('lets a user without companies in, and names one without a name by the address', () => {
    expect(readSignInClaims({ email: claims.email }, undefined)).toEqual({
      userName: claims.email,
      language: null,
      isSupport: false,
      companies: [],
    });
  });

  it.each([
    ['no address', { ...claims, email: undefined }],
    ['companies as text', { ...claims, companies: 'c-1' }],
    ['a company without id', { ...claims, companies: [{ name: 'X', role: 'admin' }] }],
    ['nothing', undefined],
  ])('refuses claims with %s', (_, given) => {
    expect(readSignInClaims(given, undefined)).toBeUndefined();
  });

  const employee = { ...claims, support: true, groups: ['sales', 'onfact-support'] };

  it.each(['support', 'groups=onfact-support', 'email=mieke@delinde.be'])(
    'takes who holds %s for a support employee, who belongs to no company whatever the token says',
    (claim) => {
      expect(readSignInClaims(employee, parseSupportClaim(claim))).toMatchObject({ isSupport: true, companies: [] });
    },
  );

  it.each([
    ['nothing is configured', undefined, employee],
    ['the claim is missing', 'support', claims],
    ['it is false', 'support', { ...claims, support: false }],
    ['it is a text', 'support', { ...claims, support: 'true' }],
    ['it is another group', 'groups=admin', employee],
    ['it is part of a group', 'groups=support', employee],
  ])('takes nobody for a support employee when %s', (_what, claim, given) => {
    const read = readSignInClaims(given, claim === undefined ? undefined : parseSupportClaim(claim));
    expect(read).toMatchObject({ isSupport: false, companies: [{ onfactCompanyUuid: 'c-1' }] });
  });
});
