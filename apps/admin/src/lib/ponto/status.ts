import type { BankAccount, Connection } from '@onfact-ponto/api-contract';
import { daysUntil } from '../format/dates.ts';

/**
 * What a person must know about the link, the most urgent first. Two failures that must not be confused: Ponto no
 * longer lets us in (link again), and a bank no longer lets Ponto in (the account holder renews at the bank).
 */
export type PontoStatus =
  | { kind: 'not_active' }
  | { kind: 'not_linked'; isAtPonto: boolean }
  | { kind: 'revoked' }
  /** Ponto blocked the organization; support stopped the reading. */
  | { kind: 'blocked' }
  | { kind: 'paused' }
  /** Ponto lists none of the accounts that it listed before. */
  | { kind: 'nothing_shared' }
  | { kind: 'expired'; isEveryAccount: boolean; account: BankAccount }
  | { kind: 'expires_soon'; daysLeft: number; account: BankAccount }
  | { kind: 'working'; accountCount: number };

export function pontoStatus({ state, bankAccounts }: Connection, now: number): PontoStatus {
  if (state === 'not_active') return { kind: 'not_active' };
  if (state === 'activated' || state === 'authorizing')
    return { kind: 'not_linked', isAtPonto: state === 'authorizing' };
  if (state === 'needs_reconnect') return { kind: 'revoked' };
  if (state === 'blocked' || state === 'paused') return { kind: state };

  const shared = bankAccounts.filter(isShared);
  if (shared.length === 0 && bankAccounts.some((account) => account.state === 'not_shared')) {
    return { kind: 'nothing_shared' };
  }
  const expired = shared.filter((account) => account.state === 'expired').sort(byEnd);
  if (expired[0]) return { kind: 'expired', isEveryAccount: expired.length === shared.length, account: expired[0] };

  const ending = shared.filter((account) => account.state === 'expires_soon').sort(byEnd)[0];
  if (ending?.authorizationExpiresAt) {
    return { kind: 'expires_soon', daysLeft: daysUntil(ending.authorizationExpiresAt, now), account: ending };
  }
  return { kind: 'working', accountCount: shared.length };
}

/** It was linked at some time, whether or not it works now. */
export function isLinked({ state }: Pick<Connection, 'state'>): boolean {
  return state !== 'not_active' && state !== 'activated' && state !== 'authorizing';
}

/** Nothing comes in from any account, whatever the accounts themselves say. */
export function isStopped({ kind }: PontoStatus): boolean {
  return kind === 'revoked' || kind === 'blocked' || kind === 'paused' || kind === 'nothing_shared';
}

/** Ponto tells of it now. */
export function isShared({ state }: Pick<BankAccount, 'state'>): boolean {
  return state !== 'not_shared' && state !== 'statements_only';
}

/** How people call the account: its name at the bank, else its number. */
export function accountName({ description, bankName, reference }: BankAccount): string {
  if (description && bankName) return `${description} (${bankName})`;
  return description ?? bankName ?? reference;
}

function byEnd(left: BankAccount, right: BankAccount): number {
  return (left.authorizationExpiresAt ?? '').localeCompare(right.authorizationExpiresAt ?? '');
}
