/** The languages in which this package has texts. */
export type Language = 'nl' | 'fr' | 'en';
