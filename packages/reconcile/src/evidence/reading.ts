import { runsOf } from '../text/runs.ts';
import type { Run } from '../text/runs.ts';
import type { Mention, TextField } from './mention.ts';

/** A text cut into runs, with what was read of it so far. */
export type Reading = {
  readonly text: string;
  readonly field: TextField;
  readonly runs: readonly Run[];
  readonly isTaken: boolean[];
  readonly mentions: Mention[];
  hasUnknownCommunication: boolean;
};

export function newReading(text: string, field: TextField): Reading {
  const runs = runsOf(text);
  return { text, field, runs, isTaken: runs.map(() => false), mentions: [], hasUnknownCommunication: false };
}

export function textOf(runs: readonly Run[], first: number, last: number): string {
  let text = '';
  for (let at = first; at <= last; at += 1) text += runs[at]?.text ?? '';
  return text;
}

/** These runs are read, and mean nothing else. */
export function spend({ isTaken }: Reading, first: number, last: number): void {
  for (let at = first; at <= last; at += 1) isTaken[at] = true;
}

/** Notes a mention, and that these runs are spent. */
export function take(
  reading: Reading,
  first: number,
  last: number,
  form: Mention['form'],
  items: Mention['items'],
): void {
  spend(reading, first, last);
  const offset = reading.runs[first]?.start ?? 0;
  const matchedText = reading.text.slice(offset, reading.runs[last]?.end);
  reading.mentions.push({ form, items, matchedText, offset, field: reading.field });
}
