import type { DocumentIndex } from '../books/document-index.ts';
import type { Item } from '../books/item.ts';
import { groupOf, lastGroupOf, numberFormsOf } from '../text/number-forms.ts';
import { runsOf } from '../text/runs.ts';
import type { Run } from '../text/runs.ts';
import { take } from './reading.ts';
import type { Reading } from './reading.ts';

/** Document numbers in any spelling. Of all that begin at one place the longest counts. */
export function readNumbers(reading: Reading, documents: DocumentIndex): void {
  for (let first = 0; first < reading.runs.length; first += 1) {
    if (reading.isTaken[first]) continue;
    const hit = longestNumberAt(reading.runs, first, documents);
    if (!hit) continue;
    const { last, items } = hit;
    const isWhole = items.some((item) => !isWithoutSeries(hit.key, item));
    take(reading, first, last, isWhole ? 'number' : 'number_without_series', items);
    first = last;
  }
}

/** The letter O for a zero, and the like: read only where nothing was found otherwise. */
export function readLookAlikes(reading: Reading, documents: DocumentIndex): void {
  const text = reading.text.replace(/[\p{L}\d]*\d[\p{L}\d]*/gu, (word) =>
    word.replace(/[OILSBZ]/gi, (letter) => digitLike[letter.toUpperCase()] ?? letter),
  );
  if (text === reading.text) return;
  const runs = runsOf(text);
  for (let first = 0; first < runs.length; first += 1) {
    const hit = longestNumberAt(runs, first, documents);
    if (!hit) continue;
    const offset = runs[first]?.start ?? 0;
    const end = runs[hit.last]?.end ?? offset;
    reading.mentions.push({
      form: 'number_look_alike',
      items: hit.items,
      matchedText: reading.text.slice(offset, end),
      offset,
      field: reading.field,
    });
    for (const [at, run] of reading.runs.entries()) {
      if (run.start >= offset && run.end <= end) reading.isTaken[at] = true;
    }
    first = hit.last;
  }
}

type NumberHit = { last: number; items: readonly Item[]; key: string };

function longestNumberAt(runs: readonly Run[], first: number, documents: DocumentIndex): NumberHit | undefined {
  let compact = startOfNumber(runs, first, documents);
  if (compact === undefined) return undefined;
  let groups = '';
  let found: NumberHit | undefined;
  for (let last = first; last < Math.min(runs.length, first + longestInRuns); last += 1) {
    const run = runs[last];
    if (!run) break;
    if (last > first) {
      if (run.join === 'apart' || (!run.isDigits && !documents.isSeries(run.text))) break;
      compact += run.text;
    }
    const before = groups;
    groups += `${last === first && !run.isDigits ? compact : groupOf(run)}.`;
    if (!run.isDigits || isCutShort(runs[last + 1])) continue;
    found = hitOf(last, compact, documents) ?? found;
    if (last > first) found = hitOf(last, before + lastGroupOf(run), documents) ?? found;
  }
  return found;
}

function hitOf(last: number, key: string, documents: DocumentIndex): NumberHit | undefined {
  const items = documents.withNumber(key);
  return items.length > 0 ? { last, items, key } : undefined;
}

/** Digits, or the letters of a series: alone, or at the end of a word that was stuck to them ("factWEB-00123"). */
function startOfNumber(runs: readonly Run[], first: number, documents: DocumentIndex): string | undefined {
  const run = runs[first];
  if (!run) return undefined;
  if (run.isDigits) return isWithinWord(runs, first, documents) ? undefined : run.text;
  const next = runs[first + 1];
  if (next === undefined || next.join === 'apart') return undefined;
  /** Most words are followed by words: then no series begins here. */
  if (!next.isDigits && !documents.isSeries(next.text)) return undefined;
  const longest = Math.min(longestSeries, documents.longestSeries);
  for (let start = Math.max(0, run.text.length - longest); start < run.text.length; start += 1) {
    const letters = run.text.slice(start);
    if (documents.isSeries(letters)) return letters;
  }
  return undefined;
}

/** "0028I" is not number 28: a letter or two stuck behind digits is a digit misread, or another number. */
function isCutShort(next: Run | undefined): boolean {
  return next?.join === 'glued' && next.text.length <= 2;
}

/** "CN2026-3" names a credit note even when that one is not known: never invoice 2026-3. */
function isWithinWord(runs: readonly Run[], at: number, documents: DocumentIndex): boolean {
  const before = runs[at - 1];
  if (!before || before.isDigits || runs[at]?.join === 'apart') return false;
  return documents.isSeries(before.text) && !labels.has(before.text);
}

function isWithoutSeries(key: string, { document, hasSeries }: Item): boolean {
  if (!hasSeries) return false;
  const forms = numberFormsOf(document.number);
  return key === forms.withoutSeries && key !== forms.grouped && key !== forms.compact;
}

/** Words for "invoice" and "number": series of some suppliers too, but in front of a number they say nothing. */
const labels = new Set(['F', 'FA', 'FAC', 'FACT', 'FACTUUR', 'FACTURE', 'INV', 'N', 'NR', 'NO']);
const longestInRuns = 6;
/** Stuck to a word, more letters would be a word of their own. */
const longestSeries = 6;
const digitLike: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' };
