import { assumedStructure, currencyPositions, isAccountStructure, readAccount } from '../account.ts';
import { masked } from '../issues.ts';
import type { Positions } from '../record-layout.ts';
import { header } from '../records/header.ts';
import { records, type RecordName } from '../records/records.ts';
import type { Account, Balance, StatementStart } from '../statement.ts';
import type { EventLog } from './event-log.ts';
import { inspectRecord, type InspectedRecord } from './inspect-record.ts';
import type { Line } from './line.ts';

/** Record 0: reads it and says what is unusual about it. */
export function readHeader(log: EventLog, line: Line): InspectedRecord<'0'> {
  const record = inspectRecord(log, '0', line);
  const report = reporterOf(log, '0', line);
  if (!isSupported(record)) {
    const facts = { found: masked(record.version ?? ''), expected: supportedVersion };
    report('UNSUPPORTED_VERSION', header.version, 'version', facts);
    return record;
  }
  if (record.duplicate === 'D') report('DUPLICATE_FILE', header.duplicate, 'duplicate', { found: 'D' });
  else if (record.duplicate) {
    report('UNEXPECTED_CODE', header.duplicate, 'duplicate', { found: record.duplicate, expected: '"D" or a blank' });
  }
  for (const field of ['bic', 'companyNumber', 'separateApplication'] as const) {
    const text = line.text(header[field]);
    if (text.startsWith(' ') && text.trim() !== '') {
      report('MISPLACED_TEXT', header[field], field, { found: masked(text) });
    }
  }
  const application = applicationOf(record);
  if (application !== completeStatement) {
    report('SEPARATE_APPLICATION', header.separateApplication, 'separateApplication', { found: masked(application) });
  }
  return record;
}

/** Version 1 was withdrawn years ago and puts other things in other places. */
export function isSupported({ version }: InspectedRecord<'0'>): boolean {
  return version === null || version === supportedVersion;
}

/** "00000" for a complete statement, which some write as blanks or one column to the right. */
export function applicationOf({ separateApplication }: InspectedRecord<'0'>): string {
  return /^0*$/.test(separateApplication ?? '') ? completeStatement : (separateApplication ?? completeStatement);
}

/** Record 1 and its account zone. */
export function readOldBalance(log: EventLog, line: Line): { record: InspectedRecord<'1'>; account: Account | null } {
  const record = inspectRecord(log, '1', line);
  const zone = record.account ?? '';
  const structure = structureOf(log, line, record.accountStructure ?? '', zone);
  if (structure === undefined) return { record, account: null };

  const { account, isCurrencyAssumed, hasRightCheck } = readAccount(structure, zone);
  const report = reporterOf(log, '1', line);
  const field = records['1'].account;
  if (isCurrencyAssumed) {
    const { from, to } = currencyPositions(structure);
    const place = { from: field.from + from - 1, to: field.from + to - 1 };
    report('CURRENCY_ASSUMED', place, 'account', { found: '', expected: account.currency });
  }
  if (!hasRightCheck) report('IBAN_INVALID', field, 'account', { found: masked(account.iban ?? account.raw) });
  return { record, account };
}

function structureOf(log: EventLog, line: Line, code: string, zone: string): Account['structure'] | undefined {
  if (isAccountStructure(code)) return code;
  const assumed = code === ' ' ? assumedStructure(zone) : undefined;
  const report = reporterOf(log, '1', line);
  const place = records['1'].accountStructure;
  if (assumed !== undefined) {
    report('ACCOUNT_STRUCTURE_ASSUMED', place, 'accountStructure', { found: '', expected: assumed });
  } else if (line.length >= place.to) {
    report('INVALID_ACCOUNT_STRUCTURE', place, 'accountStructure', { found: masked(code), expected: '0 to 3' });
  }
  return assumed;
}

export function balanceOf(record: {
  balanceSign: 1 | -1 | null;
  balance: number | null;
  balanceDate: string | null;
}): Balance {
  const { balanceSign, balance, balanceDate } = record;
  const isReadable = balanceSign !== null && balance !== null;
  return { amountThousandths: isReadable ? balanceSign * balance || 0 : null, date: balanceDate };
}

/** Puts records 0 and 1 together; either may be missing in a faulty file. */
export function statementOf(
  place: { index: number; line: number },
  zero: InspectedRecord<'0'> | null,
  one: { record: InspectedRecord<'1'>; account: Account | null } | null,
): StatementStart {
  return {
    type: 'statement',
    index: place.index,
    line: place.line,
    version: zero?.version ?? null,
    creationDate: zero?.creationDate ?? null,
    duplicate: zero?.duplicate === 'D',
    bank: said(zero?.bank),
    fileReference: said(zero?.fileReference),
    addressee: said(zero?.addressee),
    bic: said(zero?.bic),
    companyNumber: companyNumberOf(zero?.companyNumber ?? ''),
    application: zero === null ? completeStatement : applicationOf(zero),
    transactionReference: said(zero?.transactionReference),
    relatedReference: said(zero?.relatedReference),
    statementNumber: numberOf(one?.record.statementNumber),
    codaSequenceNumber: numberOf(one?.record.codaSequenceNumber),
    account: one?.account ?? null,
    holderName: said(one?.record.holderName),
    accountDescription: said(one?.record.accountDescription),
    oldBalance: one === null ? unknownBalance : balanceOf(one.record),
  };
}

export function numberOf(digits: string | null | undefined): number | null {
  return digits && /^\d+$/.test(digits) ? Number(digits) : null;
}

export function reporterOf(log: EventLog, record: RecordName, line: Line) {
  return (
    code: Parameters<EventLog['report']>[0],
    { from, to }: Positions,
    field: string,
    facts: { found?: string; expected?: string; raw?: string },
  ): void => {
    log.report(code, { line: line.number, column: from, columnTo: to, record, field, ...facts });
  };
}

function said(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Ten digits; the standard writes a zero before them, and only zeros when it is not known. */
function companyNumberOf(text: string): string | null {
  const digits = /^0\d{10}$/.test(text) ? text.slice(1) : text;
  return /^0*$/.test(digits) ? null : digits;
}

export const unknownBalance: Balance = { amountThousandths: null, date: null };
export const completeStatement = '00000';
const supportedVersion = '2';
