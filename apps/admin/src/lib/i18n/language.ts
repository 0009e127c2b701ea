/** Dutch is the language in which every text is written first. */
export const languages = ['nl', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** How each language writes numbers and dates in Belgium. */
export const regionOf = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB' } as const satisfies Record<Language, string>;

/** Each in its own words, as a language switch shows them. */
export const languageNames = { nl: 'Nederlands', fr: 'Français', en: 'English' } as const satisfies Record<
  Language,
  string
>;

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language);
}

/** Chosen here, else the user's own in onFact, else the browser's first that we speak. */
export function chooseLanguage(
  chosen: string | undefined,
  ofUser: string | null,
  acceptLanguage: string | null,
): Language {
  if (isLanguage(chosen)) return chosen;
  if (isLanguage(ofUser)) return ofUser;
  return preferred(acceptLanguage ?? '') ?? 'nl';
}

function preferred(acceptLanguage: string): Language | undefined {
  return acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ language }) => language)
    .find(isLanguage);
}
