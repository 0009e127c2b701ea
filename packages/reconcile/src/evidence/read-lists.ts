import type { DocumentIndex } from '../books/document-index.ts';
import type { Item } from '../books/item.ts';
import { neighbourOf, numberFormsOf } from '../text/number-forms.ts';
import type { Mention } from './mention.ts';
import { take } from './reading.ts';
import type { Reading } from './reading.ts';

/**
 * The rest of a list whose first number is whole: "2026-00123/124/125", "2026-123, 124 en 130". Adds them to the
 * mentions of the reading.
 * @returns what lies between the two ends where the text has a range ("2026-00123 t/m 126")
 */
export function readLists(reading: Reading, documents: DocumentIndex): readonly Mention[] {
  if (!mayBeList(reading)) return nothing;
  const between: Mention[] = [];
  let anchors: readonly Item[] = [];
  let anchorEnd = 0;
  for (const [at, run] of reading.runs.entries()) {
    const mention = reading.mentions.find(({ form, offset }) => isNumber(form) && offset === run.start);
    if (mention) {
      between.push(...rangeBetween(reading, documents, anchors, mention.items, anchorEnd, run.start));
      anchors = mention.items;
      anchorEnd = mention.offset + mention.matchedText.length;
      continue;
    }
    if (!run.isDigits || reading.isTaken[at] || run.text.length > longestTail) continue;
    const members = anchors.flatMap((anchor) => neighboursOf(documents, anchor, Number(run.text)));
    if (members.length === 0) continue;
    between.push(...rangeBetween(reading, documents, anchors, members, anchorEnd, run.start));
    take(reading, at, at, 'number_in_list', members);
    anchors = members;
    anchorEnd = run.end;
  }
  return between;
}

/** Several numbers, or one with more digits beside it. */
function mayBeList({ mentions, runs, isTaken }: Reading): boolean {
  const count = mentions.reduce((sum, { form }) => (isNumber(form) ? sum + 1 : sum), 0);
  return count > 1 || (count === 1 && runs.some(({ isDigits }, at) => isDigits && !isTaken[at]));
}

function rangeBetween(
  { text, field }: Reading,
  documents: DocumentIndex,
  [from]: readonly Item[],
  [to]: readonly Item[],
  end: number,
  start: number,
): Mention[] {
  const matchedText = text.slice(end, start);
  if (!rangeWords.test(matchedText) || from?.tail === undefined || to?.tail === undefined) return [];
  if (to.tail <= from.tail || to.tail - from.tail > longestRange) return [];
  const members: Mention[] = [];
  for (let tail = from.tail + 1; tail < to.tail; tail += 1) {
    const items = neighboursOf(documents, from, tail);
    if (items.length > 0) members.push({ form: 'number_in_list', items, matchedText, offset: end, field });
  }
  return members;
}

/** Documents of the same series and the same relation with this tail. */
function neighboursOf(documents: DocumentIndex, { document }: Item, tail: number): Item[] {
  return documents
    .withNumber(neighbourOf(numberFormsOf(document.number).grouped, tail))
    .filter((item) => item.document.relationId === document.relationId);
}

function isNumber(form: Mention['form']): boolean {
  return form === 'number' || form === 'number_without_series' || form === 'number_in_list';
}

const nothing: readonly never[] = [];
const rangeWords = /^\s*(?:t\.?e\.?m\.?|t\/m|tot(?: en met)?|au|à|a|jusqu(?:'au|e)|[-–])\s*$/iu;
const longestRange = 40;
const longestTail = 6;
