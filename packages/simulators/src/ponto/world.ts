import { isCurrency, parseMoney } from '@onfact-ponto/primitives';
import type { Call } from '../control/call-log.ts';
import type { Fault, FaultRequest } from '../control/fault-script.ts';
import { consentDays, openAccount } from './scenario.ts';
import { publish, transactionsOf, withdraw, amend } from './ledger.ts';
import { renewConsent, revokeIntegration, shareAccount, withdrawAccount } from './integrations.ts';
import { accountById, organizationById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, BankLine, Organization, PontoSettings, PontoState, SynchronizationError } from './state.ts';
import { settle, synchronizeAtOnce } from './synchronizing.ts';
import type { Delivery, WebhookSender } from './webhooks.ts';

/** A booking as a test or a person writes it: amount as a decimal, only what matters filled in. */
export type NewTransaction = Readonly<{ amount: string; executionDate?: string | undefined }> &
  Partial<Omit<BankLine, 'amountMinor' | 'executionDate'>>;

export type TransactionChange = Readonly<{ amount?: string | undefined }> & Partial<Omit<BankLine, 'amountMinor'>>;

export type NewAccount = Readonly<{
  bank?: string | undefined;
  reference: string;
  currency?: string | undefined;
  subtype?: string | undefined;
  description?: string | undefined;
  holderName?: string | undefined;
  openingBalance?: string | undefined;
}>;

/** The hand of the tester in the simulated Ponto. The control API offers exactly these operations. */
export type PontoWorld = ReturnType<typeof createWorld>;

/** @param beginning the state to go back to on a reset */
export function createWorld(simulation: PontoSimulation, webhooks: WebhookSender, beginning: () => PontoState) {
  const { state, clock, ids, faults, calls } = simulation;
  const changed = <Result>(result: Result): Result => {
    simulation.changed();
    return result;
  };

  return {
    /** Back to the first day: every token, link and change is gone. */
    reset(): void {
      Object.assign(state, beginning());
      faults.clear();
      calls.clear();
      changed(undefined);
    },

    now: (): Date => clock.now(),
    clockIsRunning: (): boolean => clock.isRunning(),
    /** Moves the world to a moment. Everything that was due until then happens. @param running false stops the time there */
    setClock(moment: Date, running = true): void {
      clock.set(moment, running);
      settle(simulation);
      changed(undefined);
    },
    advanceClock(milliseconds: number): void {
      clock.advance(milliseconds);
      settle(simulation);
      changed(undefined);
    },

    settings: (): PontoSettings => ({ ...state.settings }),
    configure: (settings: Partial<PontoSettings>): PontoSettings => changed(Object.assign(state.settings, settings)),

    organizations: (): readonly Organization[] => state.organizations,
    addOrganization(organization: { name: string; email: string }): Organization {
      const added = { id: ids.uuid(), ...organization, blocked: false, integration: null };
      state.organizations.push(added);
      return changed(added);
    },
    block(organizationId: string): void {
      organizationById(simulation, organizationId).blocked = true;
      simulation.emit({ type: 'pontoConnect.organization.blocked', relationships: { organization: organizationId } });
      changed(undefined);
    },
    unblock(organizationId: string): void {
      organizationById(simulation, organizationId).blocked = false;
      simulation.emit({ type: 'pontoConnect.organization.unblocked', relationships: { organization: organizationId } });
      changed(undefined);
    },
    /** The customer ends the link in Ponto. */
    revokeIntegration: (organizationId: string): void => void revokeIntegration(simulation, organizationId),

    accounts: (): readonly Account[] => state.accounts,
    account: (accountId: string): Account => accountById(simulation, accountId),
    addAccount(organizationId: string, account: NewAccount): Account {
      organizationById(simulation, organizationId);
      const currency = account.currency ?? 'EUR';
      return changed(
        openAccount(
          state,
          organizationId,
          {
            bank: account.bank ?? state.financialInstitutions[0]?.name ?? '',
            reference: account.reference,
            currency,
            subtype: account.subtype ?? 'checking',
            description: account.description ?? 'Zichtrekening',
            product: 'Zakelijke rekening',
            holderName: account.holderName ?? organizationById(simulation, organizationId).name,
            openingBalanceMinor: minor(account.openingBalance ?? '0', currency),
            published: [],
            waiting: [],
          },
          clock.now(),
        ),
      );
    },
    /** Facts about an account that need no rule of their own. */
    changeAccount(
      accountId: string,
      change: Partial<Pick<Account, 'availability' | 'dateStyle' | 'deprecated' | 'description' | 'holderName'>>,
    ): Account {
      return changed(Object.assign(accountById(simulation, accountId), change));
    },
    /** The account is shared with the application again, under the same id. */
    share: (accountId: string): void => shareAccount(simulation, accountId),
    /** The customer stops sharing one account. */
    revokeAccount: (accountId: string): void => withdrawAccount(simulation, accountId),
    endConsent(accountId: string): void {
      accountById(simulation, accountId).consentEndedAt = timestamp(simulation);
      changed(undefined);
    },
    renewConsent: (accountId: string, days = consentDays): void => renewConsent(simulation, accountId, days),
    /** Removed from Ponto and added again: everything gets new ids. Returns the account under its new id. */
    relinkWithNewIds(accountId: string): Account {
      const account = accountById(simulation, accountId);
      const shared = organizationById(simulation, account.organizationId).integration?.accounts;
      const wasShared = shared?.some((entry) => entry.accountId === accountId) === true;
      withdrawAccount(simulation, accountId);

      const lines = transactionsOf(simulation, accountId);
      delete state.transactions[accountId];
      account.id = ids.uuid();
      state.transactions[account.id] = lines.map((line) => ({
        ...line,
        id: ids.uuid(),
        createdAt: timestamp(simulation),
      }));
      for (const synchronization of Object.values(state.synchronizations)) {
        if (synchronization.accountId === accountId) synchronization.accountId = account.id;
      }
      if (wasShared) shareAccount(simulation, account.id);
      return changed(account);
    },

    /**
     * Books lines. They stand at the bank until the account is synchronized; `published` puts them into Ponto at once.
     * A past `executionDate` makes a late booking. @param copies the same line so many times: equal digests, own ids
     * @returns ids of what was published, oldest first
     */
    addTransactions(
      accountId: string,
      lines: readonly NewTransaction[],
      { published = false, copies = 1 }: { published?: boolean; copies?: number } = {},
    ): string[] {
      const account = accountById(simulation, accountId);
      const bookedAt = timestamp(simulation);
      const booked = lines.flatMap((line) => Array.from({ length: copies }, () => bankLine(simulation, account, line)));
      changed(undefined);
      if (published) return booked.map((line) => publish(simulation, account, line).id);
      account.bank.waiting.push(...booked.map((line) => ({ bookedAt, line })));
      return [];
    },
    /** Announces lines that are not booked. */
    addPendingTransactions(accountId: string, lines: readonly NewTransaction[]): string[] {
      const account = accountById(simulation, accountId);
      const added = lines.map((line) => ({
        id: ids.uuid(),
        createdAt: timestamp(simulation),
        line: bankLine(simulation, account, line),
      }));
      account.bank.pending.push(...added);
      return changed(added.map(({ id }) => id));
    },
    /** The bank changes a line; Ponto shows it after the next synchronization, or at once. */
    changeTransaction(
      accountId: string,
      transactionId: string,
      { amount, ...texts }: TransactionChange,
      { published = false }: { published?: boolean } = {},
    ): void {
      const account = accountById(simulation, accountId);
      const change = { ...texts, ...(amount === undefined ? {} : { amountMinor: minor(amount, account.currency) }) };
      if (published) amend(simulation, account, transactionId, change);
      else account.bank.changes.push({ transactionId, change });
      changed(undefined);
    },
    /** The line is gone, as if it had never been there. */
    removeTransaction(accountId: string, transactionId: string): boolean {
      return changed(withdraw(simulation, accountById(simulation, accountId), transactionId));
    },
    /** The oracle: ids of everything that Ponto shows of an account, newest first. */
    publishedTransactions: (accountId: string): string[] =>
      transactionsOf(simulation, accountById(simulation, accountId).id)
        .map(({ id }) => id)
        .toReversed(),

    /** Ponto visits the bank now, without a customer and without delay. */
    synchronizeNow: (accountId: string): void => synchronizeAtOnce(simulation, accountById(simulation, accountId)),
    /** The next synchronization of the account ends with this error. Several calls queue up. */
    failNextSynchronization(accountId: string, error: { code: string } & Partial<SynchronizationError>): void {
      const failure = { detail: 'The financial institution answered with an error', meta: {}, ...error };
      accountById(simulation, accountId).failures.push(failure);
      changed(undefined);
    },

    injectFault: (fault: FaultRequest): Fault => faults.inject(fault),
    /** The next refresh succeeds and rotates the token, and its answer never arrives. */
    loseNextRefreshResponse: (): Fault =>
      faults.inject({
        method: 'POST',
        path: '*/oauth2/token',
        bodyIncludes: 'refresh_token',
        effect: { kind: 'drop-after' },
      }),
    faults: (): readonly Fault[] => faults.list(),
    clearFaults: (): void => faults.clear(),

    calls: (): readonly Call[] => calls.list(),
    clearCalls: (): void => calls.clear(),
    webhooks: (): readonly Delivery[] => webhooks.deliveries(),
    /** Resolves when every webhook has been answered or given up. */
    webhooksIdle: (): Promise<void> => webhooks.idle(),
  };
}

function bankLine(simulation: PontoSimulation, account: Account, { amount, ...texts }: NewTransaction): BankLine {
  const executionDate = texts.executionDate ?? timestamp(simulation).slice(0, 10);
  return {
    valueDate: executionDate,
    counterpartName: null,
    counterpartReference: null,
    remittanceInformation: null,
    remittanceInformationType: 'unstructured',
    description: null,
    bankTransactionCode: null,
    proprietaryBankTransactionCode: null,
    purposeCode: null,
    endToEndId: null,
    mandateId: null,
    creditorId: null,
    additionalInformation: null,
    cardReference: null,
    cardReferenceType: null,
    overrides: null,
    ...texts,
    amountMinor: minor(amount, account.currency),
    executionDate,
  };
}

function minor(decimal: string, currency: string): bigint {
  return parseMoney(decimal, isCurrency(currency) ? currency : 'EUR').amountMinor;
}
