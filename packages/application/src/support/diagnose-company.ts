import {
  findCompany,
  findLatestConnection,
  findLiveConnection,
  inCompany,
  listAdministratorNames,
  listCallsToExplain,
  listPulls,
  listSupportEntries,
  listTransitions,
  listWebhookEvents,
} from '@onfact-ponto/db';
import type {
  AuditEntry,
  BankAccount,
  Connection,
  ConnectionTransition,
  OutgoingCall,
  Pull,
  Transaction,
  WebhookEvent,
} from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { stateOf } from '../bank-account/account-view.ts';
import type { BankAccountState } from '../bank-account/account-view.ts';
import { referenceOf, viewStateOf } from '../connection/get-connection.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import type { Fault } from './fault.ts';
import { findFaults } from './find-faults.ts';
import type { LinkFacts } from './find-faults.ts';
import { readLinkFacts } from './read-link-facts.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** All that support sees of an account: no holder, no name that somebody gave it, no balance, no full number. */
export type DiagnosedAccount = Readonly<{
  id: string;
  maskedReference: string;
  currency: string;
  bankName: string | null;
  state: BankAccountState;
  availability: string | null;
  authorizationExpiresAt: Date | null;
  bankSynchronizedAt: Date | null;
  fetchedAt: Date | null;
  fault: Fault | null;
}>;

export type Diagnosis = Readonly<{
  company: { id: string; name: string; vatNumber: string | null; onfactCompanyId: string };
  verdict: Verdict;
  faults: readonly Fault[];
  /** The live connection, or the last one. */
  connection: Connection | null;
  reference: string | null;
  managers: readonly string[];
  invoices: Pick<LinkFacts, 'invoices' | 'invoicesReadAt'>;
  accounts: readonly DiagnosedAccount[];
  pulls: readonly Pull[];
  calls: readonly OutgoingCall[];
  transitions: readonly ConnectionTransition[];
  webhooks: readonly WebhookEvent[];
  trail: readonly AuditEntry[];
}>;

const shown = { pulls: 10, calls: 30, transitions: 10, webhooks: 10, trail: 50 };

/** Answers for one company: what is wrong, since when, who must act, what still works. Every look is written down. */
export async function diagnoseCompany(context: Context): Promise<Diagnosis> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const company = await findCompany(tx, companyId);
    if (!company) throw new ApplicationError('company_not_found');
    await recordAudit(tx, context, { action: 'support.look', subject: { type: 'company', id: companyId } });

    const [live, lastConnection] = await Promise.all([
      findLiveConnection(tx, companyId),
      findLatestConnection(tx, companyId),
    ]);
    const facts = await readLinkFacts(tx, companyId, live);
    const now = context.clock.now();
    const faults = findFaults(facts, now);
    const isAtPonto = live !== undefined && (await viewStateOf(tx, context, live)) === 'authorizing';
    const { onfactCompanyUuid: onfactCompanyId, name, vatNumber } = company;
    return {
      company: { id: companyId, name, vatNumber, onfactCompanyId },
      verdict: verdictOf({ ...facts, lastConnection, isAtPonto }, faults),
      faults,
      connection: lastConnection ?? null,
      reference: lastConnection ? referenceOf(lastConnection) : null,
      managers: await listAdministratorNames(tx, companyId),
      invoices: facts,
      accounts: facts.accounts.map((account) => accountOf(account, live, faults, now)),
      ...(await readHistory(tx, companyId, lastConnection)),
    };
  });
}

async function readHistory(tx: Transaction, companyId: string, connection: Connection | undefined) {
  const [pulls, transitions, webhooks, calls, trail] = await Promise.all([
    connection ? listPulls(tx, connection, shown.pulls) : [],
    connection ? listTransitions(tx, connection, shown.transitions) : [],
    connection ? listWebhookEvents(tx, connection, shown.webhooks) : [],
    listCallsToExplain(tx, companyId, shown.calls),
    listSupportEntries(tx, companyId, shown.trail),
  ]);
  return { pulls, transitions, webhooks, calls, trail };
}

function accountOf(
  account: BankAccount,
  connection: Connection | undefined,
  faults: readonly Fault[],
  now: Date,
): DiagnosedAccount {
  return {
    id: account.bankAccountId,
    maskedReference: maskReference(account.reference),
    currency: account.currency,
    bankName: account.bankName,
    state: stateOf(account, connection?.state, now),
    availability: account.availability,
    authorizationExpiresAt: account.authorizationExpiresAt,
    bankSynchronizedAt: account.bankSynchronizedAt,
    fetchedAt: account.fetchedAt,
    fault: faults.find(({ bankAccountId }) => bankAccountId === account.bankAccountId) ?? null,
  };
}

/** "BE08 **** **** 9013": enough to tell two accounts apart. */
export function maskReference(reference: string): string {
  const isIban = /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(reference);
  const end = reference.slice(-4);
  return isIban ? `${reference.slice(0, 4)} **** **** ${end}` : `**** ${end}`;
}
