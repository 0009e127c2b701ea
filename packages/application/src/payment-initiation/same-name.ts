import { nameWordsOf } from '@onfact-ponto/reconcile';

/** Words that join others: two names that share only these share nothing. */
const joining = new Set(['HET', 'LES', 'THE', 'VAN', 'DER', 'DEN', 'DES', 'VON']);

/** Whether two names could be one: accents, case, order, legal form and what the bank cut off do not matter. */
export function sharesWord(left: string, right: string): boolean {
  const others = tellingWordsOf(right);
  return tellingWordsOf(left).some((word) => others.some((other) => word.startsWith(other) || other.startsWith(word)));
}

function tellingWordsOf(name: string): string[] {
  return nameWordsOf(name).filter((word) => word.length >= 3 && !joining.has(word));
}
