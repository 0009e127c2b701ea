import type { Language } from './language.ts';

/** What one code means, in the three languages; in this order, so that a code is one line of its table. */
export type CodeText = readonly [nl: string, fr: string, en: string];

/** A table of the standard: code to meaning. */
export type CodeTable = Readonly<Record<string, CodeText>>;

export function textIn(language: Language, [nl, fr, en]: CodeText): string {
  if (language === 'nl') return nl;
  return language === 'fr' ? fr : en;
}
