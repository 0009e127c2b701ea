import type { nl } from './nl.ts';

/** The texts of one language: the same keys as Dutch, and a plural where Dutch has one. */

export type MessageKey = keyof typeof nl;
export type Plural = Readonly<{ one: string; other: string }>;
/** The same keys in another language. */
export type CatalogueOf<Dutch> = Readonly<{ [Key in keyof Dutch]: Dutch[Key] extends string ? string : Plural }>;
export type Catalogue = CatalogueOf<typeof nl>;
