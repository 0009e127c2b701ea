import { expect, it } from 'vitest';
import { eventJson } from './event-json.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import { corpusFile } from './testing/sample-files.ts';

/**
 * Nothing in a file is without meaning: whatever stands at any position, another character there changes what is
 * given, or an issue says so. A reader that skips a field, a part or a line fails here.
 */
it.each([
  'two-movements.cod',
  'free-messages.cod',
  'details-of-details.cod',
  'returned-direct-debit.cod',
  'ultimate-debtor.cod',
  'text-in-several-information-records.cod',
  'foreign-bank-through-mt940.cod',
  'belgian-number-without-iban.cod',
  'structured-010-securities-trade.cod',
])('every position of %s is read', (name) => {
  const bytes = Buffer.from(corpusFile(name));
  const whole = written(bytes);
  const unread: string[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const before = bytes[at] ?? 0;
    if (before === 0x0d || before === 0x0a) continue;
    bytes[at] = before === 0x51 ? 0x5a : 0x51;
    if (written(bytes) === whole) unread.push(`line ${Math.floor(at / 130) + 1}, position ${(at % 130) + 1}`);
    bytes[at] = before;
  }
  expect(unread).toEqual([]);
});

function written(bytes: Uint8Array): string {
  return readCodaBytes(bytes)
    .map((event) => JSON.stringify(eventJson(event)))
    .join('\n');
}
