/** Forms of companies in Belgium and next door, and titles: two names that share only these share nothing. */
const empty = new Set([
  'BV', 'BVBA', 'NV', 'SRL', 'SPRL', 'SA', 'VOF', 'SNC', 'CV', 'SC', 'VZW', 'ASBL', 'COMMV', 'GMBH', 'AG', 'LTD',
  'DE', 'HET', 'LE', 'LA', 'LES', 'THE', 'EN', 'ET', 'AND', 'VAN', 'DER', 'DEN', 'DHR', 'MEVR', 'MR', 'MME',
]); // prettier-ignore

/** Whether two names could be one: accents, case, order and what the bank cut off do not matter. */
export function sharesWord(left: string, right: string): boolean {
  const others = wordsOf(right);
  return wordsOf(left).some((word) => others.some((other) => word.startsWith(other) || other.startsWith(word)));
}

function wordsOf(name: string): string[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^\p{L}\d]+/u);
  return words.filter((word) => word.length >= 3 && !empty.has(word));
}
