import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCodaBytes } from './reader/read-coda.ts';
import { eventsByType } from './testing/events-by-type.ts';

const fixtures = new URL('../../../../shared/fixtures/coda/', import.meta.url);

/** What the README beside the files says of each, and what its figures are. */
const files = {
  'wimverstuyf-php-coda-parser/sample1.cod': {
    movements: 4,
    oldBalance: 17_752_120,
    newBalance: 17_832_120,
    strictErrors: [],
    warnings: ['LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
  },
  'wimverstuyf-php-coda-parser/sample2.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: [],
  },
  'wimverstuyf-php-coda-parser/sample3.cod': {
    movements: 3,
    oldBalance: 99_999_990,
    newBalance: 99_999_990,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: ['MISPLACED_TEXT'],
  },
  'wimverstuyf-php-coda-parser/sample7.cod': {
    movements: 4,
    oldBalance: 17_752_120,
    newBalance: 17_832_120,
    strictErrors: ['BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: ['GLOBALISATION_UNBALANCED'],
  },
  'wimverstuyf-php-coda-parser/sample10.cod': {
    movements: 3,
    oldBalance: 100_000,
    newBalance: 1_100_000,
    strictErrors: [],
    warnings: ['GLOBALISATION_UNBALANCED'],
  },
  'acsone-pycoda/Coda_v2_3_globalisation.txt': {
    movements: 5,
    oldBalance: -455_170,
    newBalance: 275_270_530,
    strictErrors: ['ACCOUNT_MISMATCH'],
    warnings: ['DUPLICATE_FILE'],
  },
  'acsone-pycoda/Coda_v2_3_faulty_globalisation.txt': {
    movements: 11,
    oldBalance: 19_338_090,
    newBalance: 10_807_810,
    strictErrors: ['ACCOUNT_MISMATCH'],
    warnings: [],
  },
  'acsone-pycoda/Coda_foreign_account.txt': {
    movements: 2,
    oldBalance: 443_390_700,
    newBalance: 443_346_300,
    strictErrors: [],
    warnings: [],
  },
  'bluesmile82-coda_standard/coda.cod': {
    movements: 2,
    oldBalance: 57_900_000,
    newBalance: 58_900_000,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: [],
  },
  'oca-l10n-belgium/Ontvangen_CODA.2012-01-11-18.59.15.txt': {
    movements: 9,
    oldBalance: 11_812_700,
    newBalance: 13_646_050,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: [],
  },
  'b2ck-febelfin-coda/CODA.txt': {
    movements: 111,
    oldBalance: 0,
    newBalance: 9_405_296_990,
    strictErrors: [],
    warnings: [],
  },
  'jwadin-php-coda-parser/sample2-nonascii.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: [],
  },
  'triptyk-typescript-coda-parser/sample2-misdecoded-utf8.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: ['ENCODING_LOSSY', 'ENCODING_UTF8'],
  },
};

describe.skipIf(!existsSync(fixtures) && !process.env.CI)('the files of banks beside the repository', () => {
  it('are all known to this test', () => {
    const found = readdirSync(fixtures, { recursive: true }).map(String);
    const known = [...Object.keys(files), 'acsone-pycoda/Coda_faulty_version.txt', 'README.md'];
    expect(found.filter((name) => /\.\w+$/.test(name)).sort()).toEqual(known.sort());
  });
});

describe.skipIf(!existsSync(fixtures) && !process.env.CI).each(Object.entries(files))('%s', (name, expected) => {
  const { statements, movements, ends, issues } = eventsByType(existsSync(fixtures) ? readFile(name) : []);

  it('gives its balances and every movement', () => {
    expect(statements.map(({ oldBalance }) => oldBalance.amountThousandths)).toEqual([expected.oldBalance]);
    expect(ends.map(({ newBalance }) => newBalance.amountThousandths)).toEqual([expected.newBalance]);
    expect(movements).toHaveLength(expected.movements);
  });
});

function readFile(name: string, options: { strict?: boolean } = {}) {
  return readCodaBytes(readFileSync(new URL(name, fixtures)), options);
}
