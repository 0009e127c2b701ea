import { describe, expect, it } from 'vitest';
import { readCodaBytes } from './reader/read-coda.ts';
import { eventsByType } from './testing/events-by-type.ts';
import { corpusFile } from './testing/sample-files.ts';

/** Fault H3: an upload or a download that stopped. */
describe.each(['two-movements.cod', 'details-of-details.cod', 'structured-001-counterpart.cod', 'free-messages.cod'])(
  '%s, cut after any byte',
  (name) => {
    const whole = corpusFile(name);
    const lines = Buffer.from(whole).toString('latin1').split('\r\n');
    const lastLineAt = whole.length - 130;
    /** Up to here the last record says all that it has to say. */
    const lastUsedOfTrailer = 52;

    it('is refused with the number of a line', () => {
      for (let length = 1; length < lastLineAt + lastUsedOfTrailer; length += 1) {
        const { issues } = eventsByType(readCodaBytes(whole.subarray(0, length), { strict: true }));
        const errors = issues.filter(({ severity }) => severity === 'error');
        expect(errors.length, `${length} bytes`).toBeGreaterThan(0);
        for (const { line } of errors) expect(line, `${length} bytes`).toBeLessThanOrEqual(lines.length);
        expect(errors.at(-1)?.line, `${length} bytes`).not.toBeNull();
      }
    });

    it('is taken when only the blanks behind the last total are gone, and says so', () => {
      for (let length = lastLineAt + lastUsedOfTrailer; length < whole.length; length += 1) {
        const { issues, movements } = eventsByType(readCodaBytes(whole.subarray(0, length), { strict: true }));
        expect(movements).toHaveLength(eventsByType(readCodaBytes(whole)).movements.length);
        const atTheEnd = issues.filter(({ line }) => line === lines.length - 1);
        expect(atTheEnd.length, `${length} bytes`).toBeGreaterThan(0);
        expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['warning']));
      }
    });
  },
);

it('a file that stops between two statements is known by the code of the last trailer', () => {
  const whole = Buffer.from(corpusFile('several-accounts-and-currencies.cod'));
  const secondHeaderAt = whole.indexOf('\r\n0000') + 2;
  const { issues, movements } = eventsByType(readCodaBytes(whole.subarray(0, secondHeaderAt), { strict: true }));
  expect(movements).toHaveLength(2);
  expect(issues).toMatchObject([{ code: 'MULTIPLE_FILE_CODE', line: 10, column: 128 }]);
});
