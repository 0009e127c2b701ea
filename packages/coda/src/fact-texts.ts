import type { Language } from './language.ts';

/** What was found or expected, in the reader's language: issues carry it in English, as data. */
export function factText(fact: string, language: Language): string {
  if (/^-?\d+\.\d{2,3}$/.test(fact)) return amountText(fact, language);
  if (/^\d{4}-\d{2}-\d{2}$/.test(fact)) return fact.split('-').reverse().join('-');
  if (language === 'en') return fact;
  const phrase = phrases.find(([pattern]) => pattern.test(fact));
  if (!phrase) return fact;
  const [pattern, dutch, french] = phrase;
  return fact
    .replace(pattern, language === 'nl' ? dutch : french)
    .replaceAll(' or ', language === 'nl' ? ' of ' : ' ou ');
}

/** Grouped by thousands, with the decimal sign of the language. */
function amountText(amount: string, language: Language): string {
  const [whole = '', decimals = ''] = amount.split('.');
  const { group, decimal } = signs[language];
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, group)}${decimal}${decimals}`;
}

const signs = {
  nl: { group: '.', decimal: ',' },
  fr: { group: '\u00a0', decimal: ',' },
  en: { group: ',', decimal: '.' },
} as const satisfies Record<Language, { group: string; decimal: string }>;

/** English pattern, Dutch, French. The most specific first. */
const phrases: readonly (readonly [RegExp, string, string])[] = [
  [/^a PDF document$/, 'een PDF-document', 'un document PDF'],
  [/^a ZIP archive$/, 'een ZIP-archief', 'une archive ZIP'],
  [/^a camt\.053 statement \(XML\)$/, 'een camt.053-afschrift (XML)', 'un relevé camt.053 (XML)'],
  [/^an XML document$/, 'een XML-document', 'un document XML'],
  [/^an MT940 statement$/, 'een MT940-afschrift', 'un relevé MT940'],
  [/^a CSV file$/, 'een CSV-bestand', 'un fichier CSV'],
  [/^another kind of file$/, 'een ander soort bestand', 'un autre type de fichier'],
  [/^another record$/, 'een ander record', 'un autre enregistrement'],
  [/^a CODA header$/, 'een CODA-kop', 'un en-tête CODA'],
  [/^record (.+) before it$/, 'record $1 ervoor', 'l’enregistrement $1 avant lui'],
  [
    /^record 9 before the next statement$/,
    'record 9 voor het volgende afschrift',
    'l’enregistrement 9 avant l’extrait suivant',
  ],
  [/^a movement before it$/, 'een beweging ervoor', 'un mouvement avant lui'],
  [/^one old balance$/, 'één beginsaldo', 'un seul ancien solde'],
  [/^one new balance$/, 'één eindsaldo', 'un seul nouveau solde'],
  [/^record (.+)$/, 'record $1', 'l’enregistrement $1'],
  [/^an amount of (\d+) digits$/, 'een bedrag van $1 cijfers', 'un montant de $1 chiffres'],
  [/^a rate of (\d+) digits$/, 'een koers van $1 cijfers', 'un taux de $1 chiffres'],
  [/^(\d+) digits, (\d+) of them decimals$/, '$1 cijfers, waarvan $2 decimalen', '$1 chiffres, dont $2 décimales'],
  [/^(\d+) digits$/, '$1 cijfers', '$1 chiffres'],
  [/^0 \(credit\) or 1 \(debit\)$/, '0 (credit) of 1 (debet)', '0 (crédit) ou 1 (débit)'],
  [/^a day that exists, as (\w+)$/, 'een bestaande dag, als $1', 'un jour existant, sous la forme $1'],
  [/^a time, as HHMM$/, 'een tijd, als UUMM', 'une heure, sous la forme HHMM'],
  [/^a card number$/, 'een kaartnummer', 'un numéro de carte'],
  [/^blanks$/, 'spaties', 'des espaces'],
  [/^text$/, 'tekst', 'du texte'],
  [/^"D" or a blank$/, '"D" of een spatie', '« D » ou un espace'],
  [/^(\d+) to (\d+)$/, '$1 tot $2', '$1 à $2'],
];
