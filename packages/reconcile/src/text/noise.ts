import type { Run } from './runs.ts';

/**
 * Which runs of digits are part of a date, an account, an enterprise number or a telephone number, or stand behind a
 * word that says that they are something else (customer, order, mandate). Those never count as the tail of a number.
 */
export function noiseIn(runs: readonly Run[]): boolean[] {
  const isNoise = runs.map(() => false);
  for (let at = 0; at < runs.length; at += 1) {
    for (let covered = at; covered < at + noiseLengthAt(runs, at); covered += 1) isNoise[covered] = true;
  }
  return isNoise;
}

function noiseLengthAt(runs: readonly Run[], at: number): number {
  const run = runs[at];
  if (!run) return 0;
  if (run.isDigits) return Math.max(dateLengthAt(runs, at), enterpriseNumberLengthAt(runs, at));
  if (run.text.length === 2 && runs[at + 1]?.join === 'glued') {
    const length = digitsBehind(runs, at);
    if (digitCount(runs, at + 1, length) >= shortestAccount) return length + 1;
  }
  return otherWords.has(run.text) ? digitsBehind(runs, at) + 1 : 0;
}

/** 12/03/2026, 12-3-26, 2026-03-12, 20260312. */
function dateLengthAt(runs: readonly Run[], at: number): number {
  const [first, second, third] = runs.slice(at, at + 3);
  if (!first) return 0;
  if (/^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(first.text)) return 1;
  if (!second?.isDigits || !third?.isDigits || second.join !== 'joined' || third.join !== 'joined') return 0;
  if (third.start - second.end !== 1 || second.start - first.end !== 1) return 0;
  const isYear = (text: string) => text.length === 2 || /^20\d\d$/.test(text);
  const isMonth = second.text.length <= 2 && Number(second.text) <= 12;
  const isDay = (text: string) => text.length <= 2 && Number(text) <= 31;
  const isDate =
    isMonth &&
    ((isDay(first.text) && isYear(third.text)) || (first.text.length === 4 && isYear(first.text) && isDay(third.text)));
  return isDate ? 3 : 0;
}

/** 0123.456.749 or 0123456749. */
function enterpriseNumberLengthAt(runs: readonly Run[], at: number): number {
  const [first, second, third] = runs.slice(at, at + 3);
  if (!first || !/^[01]/.test(first.text)) return 0;
  if (first.text.length === 10) return 1;
  const isPrinted =
    first.text.length === 4 &&
    second?.isDigits === true &&
    second.text.length === 3 &&
    third?.isDigits === true &&
    third.text.length === 3;
  return isPrinted ? 3 : 0;
}

/** How many runs of digits follow directly, with at most blanks and points between. */
function digitsBehind(runs: readonly Run[], at: number): number {
  let length = 0;
  for (let next = at + 1; next < runs.length; next += 1) {
    const run = runs[next];
    const isMasked = run?.isDigits === false && /^X+$/.test(run.text);
    if (!run || (!run.isDigits && !isMasked) || (length > 0 && run.join === 'apart')) break;
    length += 1;
  }
  return length;
}

function digitCount(runs: readonly Run[], from: number, length: number): number {
  return runs.slice(from, from + length).reduce((count, { text }) => count + text.length, 0);
}

/** Check digits and the national number of the shortest IBAN. */
const shortestAccount = 13;

/** What stands behind these is not the number of an invoice. */
const otherWords = new Set(
  (
    'KLANT KLANTNR KLANTNUMMER CLIENT CUSTOMER KLNR ORDER ORDERNR PO BESTELLING BESTELBON BESTELNR COMMANDE DOSSIER ' +
    'POLIS POLICE CONTRACT CONTRAT KAART CARTE CARD MANDAAT MANDAT MANDATE TEL TELEFOON GSM MOBILE BTW TVA VAT IBAN ' +
    'DD DAT DATUM DATE WERF CHANTIER'
  ).split(' '),
);
