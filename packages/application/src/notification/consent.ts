import { bankDayOfDate, daysBetween } from '@onfact-ponto/primitives';
import type { BankAccount } from '@onfact-ponto/db';

/** How many days before the end people are reminded: the last one is the day itself, or later. */
const remindedAt = [0, 1, 7, 14, 30] as const;

export type ConsentFacts = Pick<
  BankAccount,
  'authorizationExpiresAt' | 'authorizedAt' | 'problem' | 'isShared' | 'bankSynchronizedAt'
>;

/** Over at its stated moment, or earlier when the bank says so: the stated moment is an expectation. */
export function isConsentOver({ authorizationExpiresAt, problem }: ConsentFacts, now: Date): boolean {
  const isPast = authorizationExpiresAt !== null && authorizationExpiresAt <= now;
  return isPast || problem === 'authorization_expired';
}

/** Whole days until the last day, on the bank's clock; negative after it. Undefined when the bank tells no end. */
export function consentDaysLeft({ authorizationExpiresAt }: ConsentFacts, now: Date): number | undefined {
  if (authorizationExpiresAt === null) return undefined;
  return daysBetween(bankDayOfDate(now), bankDayOfDate(authorizationExpiresAt));
}

/**
 * The most urgent reminder that the days left call for, so that a late look sends one and not four.
 * Undefined while there is time.
 */
export function reminderOf(account: ConsentFacts, now: Date): number | undefined {
  if (isConsentOver(account, now)) return 0;
  const daysLeft = consentDaysLeft(account, now);
  return daysLeft === undefined ? undefined : remindedAt.find((days) => daysLeft <= days);
}

/** Tells one consent of an account from the next: a renewed one ends on another day. */
export function consentIdOf({ authorizationExpiresAt, authorizedAt }: ConsentFacts): string {
  if (authorizationExpiresAt) return `ends ${bankDayOfDate(authorizationExpiresAt)}`;
  return `given ${authorizedAt?.toISOString() ?? 'unknown'}`;
}

/** The next moment at which the days left call for another reminder; undefined when there is none to come. */
export function nextReminderAt(account: ConsentFacts, now: Date): Date | undefined {
  const { authorizationExpiresAt } = account;
  if (authorizationExpiresAt === null || authorizationExpiresAt <= now) return undefined;
  const daysLeft = consentDaysLeft(account, now) ?? 0;
  const next = remindedAt.findLast((days) => days < daysLeft);
  if (next === undefined) return authorizationExpiresAt;
  /** Early on that day, in summer and in winter: a bank's day begins at 22 or 23 h UTC of the day before. */
  return new Date(Date.parse(bankDayOfDate(authorizationExpiresAt)) - next * dayMs);
}

const dayMs = 24 * 60 * 60_000;
