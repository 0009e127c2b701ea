import type { Item } from '../books/item.ts';
import type { Reason } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isOneEditAway } from '../text/names.ts';
import { numberFormsOf } from '../text/number-forms.ts';
import { runsOf } from '../text/runs.ts';

/**
 * Whether the text holds the communication or the number of this document with one digit wrong or two swapped. Asked
 * only of documents that something else speaks for, and only ever to show them.
 */
export function repairedReasons({ line }: Evidence, item: Item): Reason[] {
  const text = line.remittanceInformation;
  if (text === undefined) return [];
  const { structuredCommunication, number, id } = item.document;
  const written = writtenNumbers(text);
  const communication = structuredCommunication && written.find((one) => isMistyped(one, structuredCommunication));
  if (communication) return [reason('structured_communication_repaired', communication, id)];
  const { compact } = numberFormsOf(number);
  const mistyped = compact.length >= shortestNumber ? written.find((one) => isMistyped(one, compact)) : undefined;
  return mistyped === undefined ? [] : [reason('number_repaired', mistyped, id)];
}

function reason(
  code: 'structured_communication_repaired' | 'number_repaired',
  matchedText: string,
  documentId: string,
): Reason {
  return { code, documentId, matchedText, field: 'remittanceInformation' };
}

function isMistyped(written: string, meant: string): boolean {
  return written.length === meant.length && written !== meant && isOneEditAway(written, meant);
}

/** Every stretch of joined runs, without separators. */
function writtenNumbers(text: string): string[] {
  const runs = runsOf(text);
  const found: string[] = [];
  for (let first = 0; first < runs.length; first += 1) {
    let written = '';
    for (let at = first; at < Math.min(runs.length, first + longestInRuns); at += 1) {
      const run = runs[at];
      if (!run || (at > first && run.join === 'apart')) break;
      written += run.text;
      if (written.length >= shortestNumber && run.isDigits) found.push(written);
    }
  }
  return found;
}

const shortestNumber = 5;
const longestInRuns = 6;
