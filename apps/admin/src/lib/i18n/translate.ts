import type { Catalogue, MessageKey, Plural } from './catalogue.ts';
import { type Language, regionOf } from './language.ts';
import type { nl } from './nl.ts';

/** The names between braces in a text: "{n} van {total}" has n and total. The brand fills itself in. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextOf<Key extends MessageKey> = (typeof nl)[Key] extends Plural
  ? (typeof nl)[Key]['other'] | '{n}'
  : (typeof nl)[Key];
type NamesOf<Key extends MessageKey> = Exclude<NamesIn<TextOf<Key> & string>, 'brand'>;
type Values<Key extends MessageKey> = [NamesOf<Key>] extends [never]
  ? []
  : [values: Record<NamesOf<Key>, string | number>];

export type Translate = <Key extends MessageKey>(key: Key, ...values: Values<Key>) => string;

/** Numbers are written as the language does; a plural is chosen by the rules of the language for `n`. */
export function createTranslate(catalogue: Catalogue, language: Language, brandName: string): Translate {
  const plurals = new Intl.PluralRules(regionOf[language]);
  const numbers = new Intl.NumberFormat(regionOf[language]);

  return (key, ...[values]) => {
    const all: Record<string, string | number> = { brand: brandName, ...values };
    const message: string | Plural = catalogue[key];
    const text = typeof message === 'string' ? message : message[formOf(plurals, all.n)];
    return (language === 'fr' ? withFrenchSpaces(text) : text).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = all[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? withPlainSpaces(numbers.format(value)) : value;
    });
  };
}

/** French has a third form for whole millions, which reads like "other" in all our texts. */
function formOf(plurals: Intl.PluralRules, n: string | number | undefined): keyof Plural {
  return plurals.select(Number(n)) === 'one' ? 'one' : 'other';
}

/** French sets a space before its double punctuation, which must not begin a line. */
export function withFrenchSpaces(text: string): string {
  return text.replace(/ (?=[:;?»%])/g, '\u00a0').replaceAll('« ', '«\u00a0');
}

/** Inter has no narrow no-break space, so another font would draw it. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll('\u202f', '\u00a0');
}
