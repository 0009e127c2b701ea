import { describe, expect, it } from 'vitest';
import { readSignInClaims } from './onfact-sign-in.ts';

const claims = {
  email: 'mieke@delinde.be',
  name: 'Mieke Claes',
  locale: 'nl-BE',
  companies: [{ uuid: 'c-1', name: 'Houtatelier De Linde BV', vat: 'BE0743128876', role: 'admin' }],
};

describe('readSignInClaims', () => {
  it('reads name, language and companies', () => {
    expect(readSignInClaims({ ...claims, sub: 'u-1', more: true })).toEqual({
      userName: 'Mieke Claes',
      language: 'nl',
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
    const read = readSignInClaims({ ...claims, companies: [{ uuid: 'c-1', name: 'X', role }] });
    expect(read?.companies[0]?.role).toBe('user');
  });

  it.each([
    ['fr', 'fr'],
    ['EN-us', 'en'],
    ['de', null],
    [undefined, null],
  ])('takes the locale %j as %j', (locale, language) => {
    expect(readSignInClaims({ ...claims, locale })?.language).toBe(language);
  });

  it('lets a user without companies in, and names one without a name by the address', () => {
    expect(readSignInClaims({ email: claims.email })).toEqual({
      userName: claims.email,
      language: null,
      companies: [],
    });
  });

  it.each([
    ['no address', { ...claims, email: undefined }],
    ['companies as text', { ...claims, companies: 'c-1' }],
    ['a company without id', { ...claims, companies: [{ name: 'X', role: 'admin' }] }],
    ['nothing', undefined],
  ])('refuses claims with %s', (_, given) => {
    expect(readSignInClaims(given)).toBeUndefined();
  });
});
