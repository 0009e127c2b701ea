import { renewConsent, shareAccount, withdrawAccount } from './integrations.ts';
import { transactionsOf } from './ledger.ts';
import { removeAccount } from './removing.ts';
import { accountById, organizationById, timestamp, type PontoSimulation } from './simulation.ts';
import type { Account, SynchronizationError } from './state.ts';
import { synchronizeAtOnce } from './synchronizing.ts';

/** Facts about an account that need no rule of their own. */
type AccountChange = Partial<
  Pick<
    Account,
    | 'reference'
    | 'currency'
    | 'subtype'
    | 'product'
    | 'description'
    | 'holderName'
    | 'deprecated'
    | 'availability'
    | 'dateStyle'
    | 'amountStyle'
    | 'overrides'
    | 'synchronizationPace'
  >
>;

/** What a tester does with bank accounts and the consents behind them. */
export function accountOperations(simulation: PontoSimulation) {
  const { state, ids } = simulation;

  return {
    accounts: (): readonly Account[] => state.accounts,
    account: (accountId: string): Account => accountById(simulation, accountId),
    changeAccount: (accountId: string, change: AccountChange): Account => {
      const account = Object.assign(accountById(simulation, accountId), change);
      simulation.changed();
      return account;
    },
    /** The account is shared with the application again, under the same id. */
    share: (accountId: string): void => shareAccount(simulation, accountId),
    /** The customer stops sharing one account. */
    revokeAccount: (accountId: string): void => withdrawAccount(simulation, accountId),
    /** The customer removes the bank account from Ponto. Another one with the same number may be added later. */
    removeAccount: (accountId: string): void => removeAccount(simulation, accountId),
    endConsent: (accountId: string): void => {
      accountById(simulation, accountId).consentEndedAt = timestamp(simulation);
      simulation.changed();
    },
    renewConsent: (accountId: string, days?: number): void => renewConsent(simulation, accountId, days),
    /**
     * Lets a consent end so many days from now: half a day, none, or some days ago. It looks as if it had been given
     * accordingly long ago. Null: the bank does not say when it ends.
     */
    ageConsent: (accountId: string, daysLeft: number | null): Account => {
      const account = accountById(simulation, accountId);
      const now = simulation.clock.now().getTime();
      const givenDaysAgo = state.settings.consentDays - (daysLeft ?? 0);
      account.consentEndedAt = null;
      account.authorizedAt = new Date(now - givenDaysAgo * 86_400_000).toISOString();
      account.authorizationExpirationExpectedAt =
        daysLeft === null ? null : new Date(now + daysLeft * 86_400_000).toISOString();
      simulation.changed();
      return account;
    },

    /** Removed from Ponto and added again: everything gets new ids. Returns the account under its new id. */
    relinkWithNewIds: (accountId: string): Account => {
      const account = accountById(simulation, accountId);
      const shared = organizationById(simulation, account.organizationId).integration?.accounts;
      const wasShared = shared?.some((entry) => entry.accountId === accountId) === true;
      withdrawAccount(simulation, accountId);

      account.id = ids.uuid();
      const createdAt = timestamp(simulation);
      state.transactions[account.id] = transactionsOf(simulation, accountId).map((transaction) => ({
        ...transaction,
        id: ids.uuid(),
        createdAt,
      }));
      Reflect.deleteProperty(state.transactions, accountId);
      account.pending = [];
      for (const pending of account.bank.pending) pending.id = ids.uuid();
      for (const synchronization of Object.values(state.synchronizations)) {
        if (synchronization.accountId === accountId) synchronization.accountId = account.id;
      }
      if (wasShared) shareAccount(simulation, account.id);
      simulation.changed();
      return account;
    },

    /** Ponto visits the bank now, without a customer and without delay. */
    synchronizeNow: (accountId: string): void => synchronizeAtOnce(simulation, accountById(simulation, accountId)),
    /** The next synchronization of the account ends with this error. Several calls queue up. */
    failNextSynchronization: (accountId: string, error: { code: string } & Partial<SynchronizationError>): void => {
      const failure = { detail: 'The financial institution answered with an error', meta: {}, ...error };
      accountById(simulation, accountId).failures.push(failure);
      simulation.changed();
    },
  };
}
