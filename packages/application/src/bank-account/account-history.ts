import { findBankAccount, inCompany, listBankAccounts, sumTurnover, summarizeOlderDocuments } from '@onfact-ponto/db';
import type { AccountTurnover, BankAccount, CurrencyBalance, Statement, Transaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate, daysBetween } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { completeness } from '../statement-import/completeness.ts';
import type { Completeness, CompletenessInterval, DayBalance } from '../statement-import/completeness-types.ts';
import { proofOf } from './account-proof.ts';
import type { Proof } from './account-proof.ts';
import { listAccountViews } from './account-view.ts';
import type { BankAccountView } from './account-view.ts';
import { totalsPerCurrency } from './balance-totals.ts';
import { withoutGuesses } from './known-balances.ts';

/** What an account has, what the bank says it has, and what of it is proven. Amounts are in minor units. */
export type AccountOverview = {
  view: BankAccountView;
  currency: string;
  balance: { amountMinor: bigint; at: Date | null; day: string; source: 'ponto' | 'coda' } | null;
  changeInThirtyDaysMinor: bigint | null;
  turnover: AccountTurnover;
  completeness: CompletenessSummary;
  bridge: HistoryBridge | null;
};

export type CompletenessSummary = {
  state: 'proven' | 'missing' | 'unproven';
  provenFrom: string | null;
  provenTo: string | null;
  missingCount: number;
  latestMissing: CompletenessInterval | null;
};

/** The way past the first hundred lines. */
export type HistoryBridge = {
  dataFrom: string;
  isComplete: boolean;
  olderOpenInvoices: {
    count: number;
    oldestIssueDate: string;
    totals: { currency: string; openMinor: bigint }[];
  } | null;
  codaPeriod: { from: string; to: string } | null;
};

export type AccountsOverview = { items: AccountOverview[]; totals: CurrencyBalance[] };

export type AccountHistory = {
  overview: AccountOverview;
  from: string;
  to: string;
  balances: readonly DayBalance[];
  intervals: readonly CompletenessInterval[];
};

/** All accounts with balance, turnover and what the balances prove. */
export async function getAccountsOverview(context: Context): Promise<AccountsOverview> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const today = bankDayOfDate(context.clock.now());
    const [accounts, views, turnovers] = await Promise.all([
      listBankAccounts(tx, companyId),
      listAccountViews(tx, companyId, context.clock.now()),
      sumTurnover(tx, companyId, firstOfMonth(today)),
    ]);
    const items: AccountOverview[] = [];
    for (const account of accounts) {
      const proof = await proofUntil(tx, account, today);
      items.push(
        await overviewOf(tx, account, viewOf(views, account), turnovers.get(account.bankAccountId), proof, today),
      );
    }
    return { items, totals: totalsPerCurrency(items) };
  });
}

const defaultDays = 90;
/** A chart of more is not read, and each day is an element of the answer. */
const longestDays = 5 * 366;

/**
 * One account day by day.
 * @throws ApplicationError `invalid_request` when the days are in the wrong order or too many
 */
export async function getAccountHistory(
  context: Context,
  input: { bankAccountId: string; from?: string | undefined; to?: string | undefined },
): Promise<AccountHistory> {
  const { companyId } = context;
  const today = bankDayOfDate(context.clock.now());
  const to = (input.to ?? today) as IsoDate;
  const from = (input.from ?? addDays(to, -defaultDays)) as IsoDate;
  if (from > to || daysBetween(from, to) > longestDays)
    throw new ApplicationError('invalid_request', { from: 'invalid_range' });
  return inCompany(context.db, companyId, async (tx) => {
    const account = await findBankAccount(tx, companyId, input.bankAccountId);
    if (!account) throw new ApplicationError('bank_account_not_found');
    const [views, turnovers, proof] = await Promise.all([
      listAccountViews(tx, companyId, context.clock.now()),
      sumTurnover(tx, companyId, firstOfMonth(today)),
      proofUntil(tx, account, today),
    ]);
    const overview = await overviewOf(
      tx,
      account,
      viewOf(views, account),
      turnovers.get(account.bankAccountId),
      proof,
      today,
    );
    const shown = completeness({ ...proof.input, from, to });
    const balances = withoutGuesses(shown.balances, overview.bridge?.dataFrom ?? overview.balance?.day);
    return { overview, from, to, balances, intervals: shown.intervals };
  });
}

type ProofUntil = Proof & { whole: Completeness };

async function proofUntil(tx: Transaction, account: BankAccount, to: string): Promise<ProofUntil> {
  const proof = await proofOf(tx, account);
  return { ...proof, whole: completeness({ ...proof.input, to }) };
}

async function overviewOf(
  tx: Transaction,
  account: BankAccount,
  view: BankAccountView,
  turnover: AccountTurnover | undefined,
  { whole, statements }: ProofUntil,
  today: IsoDate,
): Promise<AccountOverview> {
  const balance = balanceOf(account, statements);
  const before = whole.closing(addDays(today, -30));
  return {
    view,
    currency: account.currency,
    balance,
    changeInThirtyDaysMinor: balance === null || before === null ? null : balance.amountMinor - before,
    turnover: turnover ?? { inMinor: 0n, outMinor: 0n, toProcessCount: 0, doubtfulCount: 0 },
    completeness: summaryOf(whole.intervals),
    bridge: await bridgeOf(tx, account, view.history.oldestDate),
  };
}

/** The newest that the bank said: by Ponto, or at the end of a statement. */
function balanceOf(account: BankAccount, statements: readonly Statement[]): AccountOverview['balance'] {
  const last = statements.at(-1);
  const { currentBalanceMinor, bankSynchronizedAt, balanceReferenceDate } = account;
  const byPonto =
    currentBalanceMinor === null || bankSynchronizedAt === null
      ? null
      : {
          amountMinor: currentBalanceMinor,
          at: bankSynchronizedAt,
          day: balanceReferenceDate ?? bankDayOfDate(bankSynchronizedAt),
          source: 'ponto' as const,
        };
  if (last && (byPonto === null || last.newBalanceDate > byPonto.day)) {
    return { amountMinor: last.newBalanceMinor, at: null, day: last.newBalanceDate, source: 'coda' };
  }
  return byPonto;
}

function summaryOf(intervals: readonly CompletenessInterval[]): CompletenessSummary {
  const missing = intervals.filter(({ state }) => state === 'missing');
  const lastProven = intervals.findLastIndex(({ state }) => state === 'proven');
  let first = lastProven;
  while (first > 0 && intervals[first - 1]?.state === 'proven') first -= 1;
  return {
    state: missing.length > 0 ? 'missing' : lastProven === -1 ? 'unproven' : 'proven',
    provenFrom: intervals[first]?.from ?? null,
    provenTo: intervals[lastProven]?.to ?? null,
    missingCount: missing.length,
    latestMissing: missing.at(-1) ?? null,
  };
}

/** Null while nothing is here: then there is nothing to bridge from. */
async function bridgeOf(tx: Transaction, account: BankAccount, dataFrom: string | null): Promise<HistoryBridge | null> {
  if (dataFrom === null) return null;
  const isComplete = account.firstPullAt !== null && account.boundaryTransactionId === null;
  const older = isComplete ? [] : await summarizeOlderDocuments(tx, account.companyId, dataFrom);
  const oldestIssueDate = older.map((group) => group.oldestIssueDate).toSorted()[0];
  if (oldestIssueDate === undefined) return { dataFrom, isComplete, olderOpenInvoices: null, codaPeriod: null };
  return {
    dataFrom,
    isComplete,
    olderOpenInvoices: {
      count: older.reduce((total, { count }) => total + count, 0),
      oldestIssueDate,
      totals: older.map(({ currency, openMinor }) => ({ currency, openMinor })),
    },
    codaPeriod: { from: oldestIssueDate, to: dataFrom },
  };
}

function viewOf(views: readonly BankAccountView[], { bankAccountId }: BankAccount): BankAccountView {
  const view = views.find(({ id }) => id === bankAccountId);
  if (!view) throw new Error('An account without a view');
  return view;
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}
