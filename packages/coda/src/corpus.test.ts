import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { issueCodes } from './issue-texts.ts';
import type { Severity } from './issues.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import type { Communication, Movement } from './statement.ts';
import { structuredLayouts, typesWithoutLayout } from './structured-communication/layouts.ts';
import { eventsByType } from './testing/events-by-type.ts';

const corpus = new URL('../corpus/', import.meta.url);
const cases = read('expected.ndjson')
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Expectation);

type Expectation = Readonly<{
  file: string;
  options?: { maxBytes: number };
  statements: number;
  movements: number;
  issues: readonly { severity: Severity; code: string; line: number | null; column: number | null }[];
  account?: object;
  sepa?: object;
  text?: string;
  duplicate?: boolean;
  messages?: string[];
  amounts?: string[];
  balanced?: boolean;
  newBalance?: string;
  tree?: unknown[];
  structured?: { type: string; fields: object };
}>;

describe('the corpus', () => {
  it('has an expectation for each file and a file for each expectation', () => {
    const files = readdirSync(corpus).filter((name) => name.endsWith('.cod'));
    expect(cases.map(({ file }) => file)).toEqual(files.sort());
    expect(files.length).toBeGreaterThanOrEqual(60);
  });

  it('shows every issue that there is', () => {
    const shown = new Set(cases.flatMap(({ issues }) => issues.map(({ code }) => code)));
    expect([...shown].sort()).toEqual([...issueCodes].sort());
  });

  it('shows every structured communication that there is', () => {
    const shown = cases.flatMap(({ structured }) => structured?.type ?? []);
    expect(shown.sort()).toEqual([...Object.keys(structuredLayouts), ...typesWithoutLayout].sort());
  });
});

describe.each(cases)('$file', ({ file, options, issues, ...expected }) => {
  const events = eventsByType(readCodaBytes(read(file), options));
  const [movement] = events.movements;

  it('has these issues and no other', () => {
    expect(events.issues.map(placed)).toEqual(issues);
  });

  it('is refused by an import exactly when an error or a sum says so', () => {
    const strict = eventsByType(readCodaBytes(read(file), { ...options, strict: true }));
    expect(strict.issues.map(placed)).toEqual(
      issues.map((issue) => (sums.has(issue.code) ? { ...issue, severity: 'error' } : issue)),
    );
  });

  it('gives all that can be read', () => {
    expect(events.statements).toHaveLength(expected.statements);
    expect(events.movements).toHaveLength(expected.movements);
    if (expected.account) expect(events.statements[0]?.account).toMatchObject(expected.account);
    if (expected.duplicate) expect(events.statements[0]).toMatchObject({ duplicate: true });
    if (expected.sepa) expect(movement?.sepa).toEqual(expected.sepa);
    if (expected.text) expect(movement?.communication.text.trimEnd()).toBe(expected.text);
    if (expected.amounts) expect(events.movements.map(({ amount }) => amount)).toEqual(expected.amounts);
    if (expected.messages) expect(events.messages.map(({ text }) => text)).toEqual(expected.messages);
    if (expected.tree) expect(events.movements.map(branch)).toEqual(expected.tree);
    if (expected.structured) {
      const { type, fields } = expected.structured;
      const found = communicationsOf(events.movements).find(({ structuredType }) => structuredType === type);
      expect(found).toMatchObject({ kind: 'structured', fields });
    }
    expect(events.ends.at(-1)?.balanced ?? true).toBe(expected.balanced ?? true);
  });
});

/** What is a warning to somebody who looks at a file and an error to somebody who imports it. */
const sums = new Set(['BALANCE_MISMATCH', 'TOTAL_MISMATCH', 'COUNT_MISMATCH', 'ACCOUNT_MISMATCH']);

function placed({ severity, code, line, column }: Expectation['issues'][number]) {
  return { severity, code, line, column };
}

function branch({ sequence, detail, parent }: Movement) {
  return [sequence, detail, parent && [parent.sequence, parent.detail]];
}

function communicationsOf(movements: readonly Movement[]): Communication[] {
  return movements.flatMap(({ communication, information }) => [
    communication,
    ...information.map((record) => record.communication),
  ]);
}

function read(file: string): Buffer {
  return readFileSync(new URL(file, corpus));
}
