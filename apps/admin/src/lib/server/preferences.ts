import type { Cookies } from '@sveltejs/kit';
import { formText } from '../form-text.ts';
import { type ListColumn, listColumns } from '../list-columns.ts';
import { chooseLanguage, isLanguage, type Language } from '../i18n/language.ts';

/** How this person likes to see the admin. Kept in cookies: the first byte of the page already looks right. */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

/** Whether single letters do anything: who steers by voice would press them by talking (WCAG 2.1.4). */
export const letterKeys = ['on', 'off'] as const;
export type LetterKeys = (typeof letterKeys)[number];

/** A long list grows while one scrolls, or stands still as pages: those are easier to hear than to see. */
export const listings = ['continuous', 'pages'] as const;
export type Listing = (typeof listings)[number];

export type Preferences = Readonly<{
  language: Language;
  theme: Theme;
  density: Density;
  letterKeys: LetterKeys;
  listing: Listing;
  hiddenColumns: readonly ListColumn[];
}>;

export function readPreferences(
  cookies: Cookies,
  userLanguage: string | null,
  acceptLanguage: string | null,
): Preferences {
  return {
    language: chooseLanguage(cookies.get('language'), userLanguage, acceptLanguage),
    theme: oneOf(themes, cookies.get('theme')),
    density: oneOf(densities, cookies.get('density')),
    letterKeys: oneOf(letterKeys, cookies.get('letterKeys')),
    listing: oneOf(listings, cookies.get('listing')),
    hiddenColumns: listColumns.filter((column) => cookies.get('hiddenColumns')?.split('.').includes(column)),
  };
}

/** Keeps what the form names and what we know; the rest of the form is not looked at. */
export function savePreferences(cookies: Cookies, form: FormData, secure: boolean): void {
  const keep = (name: string, value: string) =>
    cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 365 * 86_400 });

  const language = formText(form, 'language');
  const theme = themes.find((known) => known === formText(form, 'theme'));
  const density = densities.find((known) => known === formText(form, 'density'));
  const keys = letterKeys.find((known) => known === formText(form, 'letterKeys'));
  const listing = listings.find((known) => known === formText(form, 'listing'));
  if (isLanguage(language)) keep('language', language);
  if (theme) keep('theme', theme);
  if (density) keep('density', density);
  if (keys) keep('letterKeys', keys);
  if (listing) keep('listing', listing);
  if (form.has('columns')) {
    const shown = form.getAll('column');
    keep('hiddenColumns', listColumns.filter((column) => !shown.includes(column)).join('.'));
  }
}

/** The first one is the default. */
function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  text: string | undefined,
): Values[number] {
  return values.find((value) => value === text) ?? values[0];
}
