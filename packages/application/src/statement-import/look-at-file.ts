import { findImportedFile, findStatementBefore, listBankAccounts } from '@onfact-ponto/db';
import type { AccountChoice, BankAccount, Transaction } from '@onfact-ponto/db';
import { addDays, parseIban } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { compareStatement, findImported } from './compare-statement.ts';
import { shownIssuesOf } from './file-findings.ts';
import type { FileFindings, StatementFindings } from './file-findings.ts';
import { isRoot } from './movement-reading.ts';
import { readStatements } from './statement-reading.ts';
import type { FileIssue, StatementReading } from './statement-reading.ts';

/** A file, and the hash of its content. */
export type LookedAt = Readonly<{ bytes: Uint8Array; hash: string }>;

/** Looks at the files of one upload, one after the other, so that the second knows what the first would bring. */
export async function openPreview(tx: Transaction, companyId: string, choices: readonly AccountChoice[]) {
  const accounts = await listBankAccounts(tx, companyId);
  const seenFiles = new Set<string>();
  const seenStatements = new Set<string>();
  const lastByAccount = new Map<string, Balances>();

  return async function look({ bytes, hash }: LookedAt): Promise<FileFindings> {
    const imported = await findImportedFile(tx, companyId, hash);
    const isKnown = imported !== undefined || seenFiles.has(hash);
    seenFiles.add(hash);
    const issues: FileIssue[] = [];
    const statements: StatementFindings[] = [];
    for (const reading of readStatements(bytes)) {
      if (reading.type === 'issue') issues.push(reading.issue);
      else statements.push(await lookAt(reading.statement));
    }
    const firstError = issues.find(({ severity }) => severity === 'error');
    return {
      encoding: issues.some(({ code }) => code === 'NOT_CODA' || code === 'EMPTY_FILE')
        ? null
        : issues.some(({ code }) => code.startsWith('ENCODING_'))
          ? 'utf-8'
          : 'windows-1252',
      refusal: firstError?.code ?? null,
      isKnown,
      errorCount: issues.filter(({ severity }) => severity === 'error').length,
      warningCount: issues.filter(({ severity }) => severity === 'warning').length,
      issues: shownIssuesOf(bytes, issues),
      statements,
    };
  };

  async function lookAt(statement: StatementReading): Promise<StatementFindings> {
    const account = accountOf(accounts, choices, statement);
    const key = account?.bankAccountId ?? `${statement.reference} ${statement.currency}`;
    const stored = account && (await findImported(tx, account, statement));
    const isKnown = stored !== undefined || seenStatements.has(`${key} ${statement.identity}`);
    seenStatements.add(`${key} ${statement.identity}`);
    const counts = isKnown ? allKnown(statement) : account ? await countsOf(tx, account, statement) : allNew(statement);
    const gapBefore = isKnown ? null : await gapOf(tx, account, lastByAccount.get(key), statement);
    if (!isKnown) lastByAccount.set(key, statement);
    return {
      position: statement.position,
      reference: statement.reference,
      currency: statement.currency,
      bankAccountId: account?.bankAccountId ?? null,
      isKnown,
      importedAt: stored?.importedAt.toISOString() ?? null,
      bic: statement.bic,
      holderName: statement.holderName,
      paperNumber: statement.paperNumber,
      codaSequenceNumber: statement.codaSequenceNumber,
      isDuplicate: statement.isDuplicate,
      oldDate: statement.oldDate,
      newDate: statement.newDate,
      oldBalanceMinor: statement.oldBalanceMinor.toString(),
      newBalanceMinor: statement.newBalanceMinor.toString(),
      movementsMinor: sumOf(statement).toString(),
      identity: statement.identity,
      movementCount: rootsOf(statement).length,
      ...counts,
      gapBefore,
    };
  }
}

/** The account of ours with this number, or the one that somebody chose for it. */
export function accountOf(
  accounts: readonly BankAccount[],
  choices: readonly AccountChoice[],
  { reference, currency }: Pick<StatementReading, 'reference' | 'currency'>,
): BankAccount | undefined {
  const own = accounts.find((account) => account.reference === reference && account.currency === currency);
  if (own) return own;
  const chosen = choices.find((choice) => choice.reference === reference && choice.currency === currency)?.choice;
  return chosen?.type === 'bank_account'
    ? accounts.find(({ bankAccountId }) => bankAccountId === chosen.id)
    : undefined;
}

/** The number in the form in which accounts are known. */
export function referenceTypeOf(reference: string): string {
  return parseIban(reference) === undefined ? 'other' : 'IBAN';
}

type Balances = Pick<StatementReading, 'oldDate' | 'oldBalanceMinor' | 'newDate' | 'newBalanceMinor'>;
type Counts = Pick<StatementFindings, 'newCount' | 'knownCount' | 'doubtfulCount'>;

async function countsOf(tx: Transaction, account: BankAccount, statement: StatementReading): Promise<Counts> {
  const { toldBefore, merge } = await compareStatement(tx, account, statement);
  const outcomes = [...merge.decisions.values(), ...toldBefore.values()].map(({ outcome }) => outcome);
  const newCount = outcomes.filter((outcome) => outcome === 'new').length;
  const doubtfulCount = outcomes.filter((outcome) => outcome === 'doubtful').length;
  return { newCount, doubtfulCount, knownCount: outcomes.length - newCount - doubtfulCount };
}

function allKnown(statement: StatementReading): Counts {
  return { newCount: 0, knownCount: rootsOf(statement).length, doubtfulCount: 0 };
}

function allNew(statement: StatementReading): Counts {
  return { newCount: rootsOf(statement).length, knownCount: 0, doubtfulCount: 0 };
}

/** What is missing between the statement before this one and this one, by balance and date; numbers prove nothing. */
async function gapOf(
  tx: Transaction,
  account: BankAccount | undefined,
  inUpload: Balances | undefined,
  statement: StatementReading,
): Promise<StatementFindings['gapBefore']> {
  const stored = account && (await findStatementBefore(tx, account, statement.oldDate));
  const before = latestOf(
    inUpload,
    stored && { newDate: stored.newBalanceDate, newBalanceMinor: stored.newBalanceMinor },
  );
  if (!before || before.newDate > statement.oldDate) return null;
  const amountMinor = statement.oldBalanceMinor - before.newBalanceMinor;
  if (amountMinor === 0n) return null;
  const from = before.newDate < statement.oldDate ? addDays(before.newDate as IsoDate, 1) : before.newDate;
  return { from, to: statement.oldDate, amountMinor: amountMinor.toString() };
}

type End = Pick<Balances, 'newDate' | 'newBalanceMinor'>;

function latestOf(left: End | undefined, right: End | undefined): End | undefined {
  if (!left || !right) return left ?? right;
  return left.newDate >= right.newDate ? left : right;
}

function rootsOf({ movements }: StatementReading) {
  return movements.filter(isRoot);
}

function sumOf(statement: StatementReading): bigint {
  return rootsOf(statement).reduce((total, { content }) => total + content.amountMinor, 0n);
}
