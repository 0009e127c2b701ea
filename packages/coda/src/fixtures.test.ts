import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Issue, Severity } from './issues.ts';
import { matchingParts, movementTrees } from './movement-tree.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import { eventsByType } from './testing/events-by-type.ts';

const fixtures = new URL('../../../../shared/fixtures/coda/', import.meta.url);

/** Skipped where the folder is missing, but never on the machine that decides about a change. */
const isAbsent = !existsSync(fixtures) && !process.env.CI;
const noEvents = eventsByType([]);

type FixtureFile = Readonly<{
  movements: number;
  oldBalance: number;
  newBalance: number;
  strictErrors: readonly string[];
  warnings: readonly string[];
}>;

/** What the README beside the files says of each, and what its figures are. */
const files: Readonly<Record<string, FixtureFile>> = {
  'wimverstuyf-php-coda-parser/sample1.cod': {
    movements: 4,
    oldBalance: 17_752_120,
    newBalance: 17_832_120,
    strictErrors: [],
    warnings: ['IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE', 'STRUCTURED_COMMUNICATION_INVALID'],
  },
  'wimverstuyf-php-coda-parser/sample2.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: ['IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
  },
  'wimverstuyf-php-coda-parser/sample3.cod': {
    movements: 3,
    oldBalance: 99_999_990,
    newBalance: 99_999_990,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: ['IBAN_INVALID', 'LINE_END_MISSING', 'MISPLACED_TEXT', 'RESERVED_NOT_BLANK'],
  },
  'wimverstuyf-php-coda-parser/sample7.cod': {
    movements: 4,
    oldBalance: 17_752_120,
    newBalance: 17_832_120,
    strictErrors: ['BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: [
      'ENTRY_DATE_AFTER_CREATION',
      'GLOBALISATION_UNBALANCED',
      'IBAN_INVALID',
      'LINE_END_MISSING',
      'MULTIPLE_FILE_CODE',
      'SEQUENCE_GAP',
      'STRUCTURED_COMMUNICATION_INVALID',
    ],
  },
  'wimverstuyf-php-coda-parser/sample10.cod': {
    movements: 3,
    oldBalance: 100_000,
    newBalance: 1_100_000,
    strictErrors: [],
    warnings: ['GLOBALISATION_UNBALANCED', 'IBAN_INVALID'],
  },
  'acsone-pycoda/Coda_v2_3_globalisation.txt': {
    movements: 5,
    oldBalance: -455_170,
    newBalance: 275_270_530,
    strictErrors: ['ACCOUNT_MISMATCH'],
    warnings: ['DUPLICATE_FILE', 'IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
  },
  'acsone-pycoda/Coda_v2_3_faulty_globalisation.txt': {
    movements: 11,
    oldBalance: 19_338_090,
    newBalance: 10_807_810,
    strictErrors: ['ACCOUNT_MISMATCH'],
    warnings: ['IBAN_INVALID', 'MULTIPLE_FILE_CODE'],
  },
  'acsone-pycoda/Coda_foreign_account.txt': {
    movements: 2,
    oldBalance: 443_390_700,
    newBalance: 443_346_300,
    strictErrors: [],
    warnings: ['IBAN_INVALID'],
  },
  'bluesmile82-coda_standard/coda.cod': {
    movements: 2,
    oldBalance: 57_900_000,
    newBalance: 58_900_000,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH', 'COUNT_MISMATCH', 'TOTAL_MISMATCH'],
    warnings: ['IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
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
    warnings: [
      'GLOBALISATION_UNBALANCED',
      'IBAN_INVALID',
      'RESERVED_NOT_BLANK',
      'STRUCTURED_FIELD_INVALID',
      'UNEXPECTED_CODE',
      'UNKNOWN_TRANSACTION_CODE',
    ],
  },
  'jwadin-php-coda-parser/sample2-nonascii.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: ['IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
  },
  'triptyk-typescript-coda-parser/sample2-misdecoded-utf8.cod': {
    movements: 3,
    oldBalance: 25_846_000,
    newBalance: 23_154_685,
    strictErrors: ['ACCOUNT_MISMATCH', 'BALANCE_MISMATCH'],
    warnings: ['ENCODING_LOSSY', 'ENCODING_UTF8', 'IBAN_INVALID', 'LINE_END_MISSING', 'MULTIPLE_FILE_CODE'],
  },
};

describe.skipIf(isAbsent)('the files of banks beside the repository', () => {
  it('are all known to this test', () => {
    const found = readdirSync(fixtures, { recursive: true }).map(String);
    const known = [...Object.keys(files), 'acsone-pycoda/Coda_faulty_version.txt', 'README.md'];
    expect(found.filter((name) => /\.\w+$/.test(name)).sort()).toEqual(known.sort());
  });
});

describe.skipIf(isAbsent).each(Object.entries(files))('%s', (name, expected) => {
  const { statements, movements, ends, issues } = isAbsent ? noEvents : read(name);

  it('gives its balances and every movement', () => {
    expect(statements.map(({ oldBalance }) => oldBalance.amountThousandths)).toEqual([expected.oldBalance]);
    expect(ends.map(({ newBalance }) => newBalance.amountThousandths)).toEqual([expected.newBalance]);
    expect(movements).toHaveLength(expected.movements);
    expect(ends[0]).toMatchObject({ balanced: !expected.strictErrors.includes('BALANCE_MISMATCH') });
  });

  it('is judged as its README says, to look at and to import', () => {
    const strict = read(name, { strict: true }).issues;
    expect(codesOf(strict, 'error')).toEqual(expected.strictErrors);
    expect(codesOf(strict, 'warning')).toEqual(expected.warnings);
    expect(codesOf(issues, 'error')).toEqual([]);
    expect(codesOf(issues, 'warning')).toEqual([...expected.strictErrors, ...expected.warnings].sort());
  });
});

describe.skipIf(isAbsent)('what the files show', () => {
  it('sample1: references, accounts and addresses of the payers', () => {
    const [payment] = read('wimverstuyf-php-coda-parser/sample1.cod').movements;
    expect(payment?.communication).toMatchObject({ kind: 'structured', structuredType: '101' });
    expect(payment?.counterpart.name).not.toBeNull();
    expect(payment?.counterpart.address?.locality).toMatch(/\d{4}/);
  });

  it('sample2: a cost with its VAT, and a text over nine information records', () => {
    const { movements } = read('jwadin-php-coda-parser/sample2-nonascii.cod');
    expect(movements.map(({ amount, isDetail }) => [amount, isDetail])).toEqual([
      ['-9.68', false],
      ['-8.00', true],
      ['-1.68', true],
    ]);
    expect(movements[2]?.communication.fields).toMatchObject({ amount: '1.68', percentage: '21.00000000' });
    const texts = movements.flatMap(({ information }) => information.map(({ communication }) => communication.text));
    expect(texts).toHaveLength(9);
    expect(texts.join(' ')).toMatch(/[àé]/);
  });

  it('sample10: the mandates behind a collection of which the details add up', () => {
    const { movements } = read('wimverstuyf-php-coda-parser/sample10.cod');
    const [tree] = movementTrees(movements);
    expect(tree && matchingParts(tree).parts.map(({ amount }) => amount)).toEqual(['250.00', '750.00']);
    expect(movements[1]?.sepa.mandateId).toBe('SEPA-000000001');
  });

  it('sample7: a collective transfer whose details have the type of single amounts', () => {
    const [tree] = movementTrees(read('wimverstuyf-php-coda-parser/sample7.cod').movements);
    expect(tree?.movement.amount).toBe('-75.00');
    expect(tree?.details.map(({ movement }) => movement.amount)).toEqual(['-25.00', '-20.00', '-30.00']);
  });

  it('a foreign account, a message of the bank and a reference of MT940', () => {
    const { statements, messages } = read('acsone-pycoda/Coda_foreign_account.txt');
    expect(statements[0]?.account).toMatchObject({ structure: '3', currency: 'EUR', country: 'FR' });
    expect(statements[0]?.transactionReference).not.toBeNull();
    expect(messages.length).toBeGreaterThan(0);
  });

  it('a duplicate with a foreign transfer and a card, whose number is not given in full', () => {
    const { statements, movements } = read('acsone-pycoda/Coda_v2_3_globalisation.txt');
    expect(statements[0]?.duplicate).toBe(true);
    const card = movements.find(({ communication }) => communication.structuredType === '124');
    expect(card?.communication.fields).toMatchObject({ cardNumber: '670333******8003' });
  });

  it('a total of wages without its details', () => {
    const { movements } = read('acsone-pycoda/Coda_v2_3_faulty_globalisation.txt');
    const wages = movements.find(({ transactionCode }) => transactionCode.type === '1');
    expect(wages).toMatchObject({ globalisationCode: 1, isDetail: false });
    expect(movements.some(({ isDetail }) => isDetail)).toBe(false);
    expect(movements.map(({ sepa }) => sepa.categoryPurpose)).toContain('SALA');
  });

  it('a credit repaid in parts, and a reference that is right', () => {
    const { movements } = read('oca-l10n-belgium/Ontvangen_CODA.2012-01-11-18.59.15.txt');
    const references = movements.map(({ communication }) => communication.structuredCommunication);
    expect(references).toContain('240283842818');
  });

  it('a version that nobody knows is refused at its position', () => {
    const { issues } = read('acsone-pycoda/Coda_faulty_version.txt');
    expect(issues).toMatchObject([
      { severity: 'error', code: 'UNSUPPORTED_VERSION', line: 1, column: 128, found: '5' },
    ]);
  });

  it('the richest: 59 movements of 14 families, with details and structured communications of every kind', () => {
    const { movements, ends } = read('b2ck-febelfin-coda/CODA.txt');
    const distinct = (values: readonly string[]) => [...new Set(values)].sort().join(' ');
    const roots = movements.filter(({ isDetail }) => !isDetail);
    const records = movements.flatMap(({ information }) => information);
    expect(ends[0]).toMatchObject({
      recordCount: 260,
      debitThousandths: 3_085_871_600n,
      creditThousandths: 12_491_168_590n,
    });
    expect(roots).toHaveLength(59);
    expect(distinct(movements.map(({ transactionCode }) => transactionCode.type))).toBe('0 1 2 3 5 6 8');
    expect(distinct(movements.map(({ transactionCode }) => transactionCode.family))).toBe(
      '01 03 04 05 07 09 11 13 30 35 41 43 47 80',
    );
    expect(distinct(movements.map(({ communication }) => communication.structuredType ?? ''))).toBe(
      ' 101 105 106 107 111 113 114 115 124',
    );
    expect(distinct(records.map(({ communication }) => communication.structuredType ?? '').filter(Boolean))).toBe(
      '001 004 007 010 011',
    );
  });
});

function codesOf(issues: readonly Issue[], severity: Severity): string[] {
  return [...new Set(issues.filter((issue) => issue.severity === severity).map(({ code }) => code))].sort();
}

function read(name: string, options: { strict?: boolean } = {}) {
  return eventsByType(readCodaBytes(readFileSync(new URL(name, fixtures)), options));
}
