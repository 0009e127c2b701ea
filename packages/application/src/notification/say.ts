import type { BankAccount, Notification } from '@onfact-ponto/db';
import { bankTimeZone, formatIban, parseIban } from '@onfact-ponto/primitives';
import { consentDaysLeft, isConsentOver } from './consent.ts';
import { notificationLanguages, words } from './words.ts';
import type { NotificationLanguage, SayingKey } from './words.ts';

/** A notification in words. Days left are those of now, so that an old one does not say what is no longer so. */
export type Said = Readonly<{
  title: string;
  text: string;
  /** One line for each account that it names. */
  accounts: readonly string[];
  action: { label: string; path: string };
}>;

export function say(told: Told, named: readonly BankAccount[], language: NotificationLanguage, now: Date): Said {
  const { facts } = told;
  const accounts = stillMeant(told, named);
  const consent = consentOf(told, accounts, now);
  const saying = words[language].sayings[keyOf(told, consent, accounts.length)];
  const values = {
    n: String(told.kind === 'account_not_shared' ? accounts.length : consent.daysLeft),
    since: facts.since === undefined ? '' : momentIn(language, facts.since),
    reference: facts.reference ?? '',
  };
  return {
    title: typeset(fill(saying.title, values), language),
    text: typeset(fill(saying.text, values), language),
    accounts: accounts.map((account) => typeset(lineOf(told, account, language, now), language)),
    action: { label: saying.action, path: pathOf(told, accounts) },
  };
}

type Told = Pick<Notification, 'kind' | 'facts' | 'closedAt'>;
type Consent = Readonly<{ daysLeft: number; isOver: boolean }>;

/** An account that is shared again is no longer meant, while others of the same message still are. */
function stillMeant({ kind, closedAt }: Told, named: readonly BankAccount[]): readonly BankAccount[] {
  return kind === 'account_not_shared' && closedAt === null ? named.filter(({ isShared }) => !isShared) : named;
}

/** How it stands with the consent that ends first. */
export function mostUrgentConsent(accounts: readonly BankAccount[], now: Date): Consent {
  return {
    daysLeft: Math.min(...accounts.map((account) => consentDaysLeft(account, now) ?? 0)),
    isOver: accounts.some((account) => isConsentOver(account, now)),
  };
}

/** A consent that was renewed has other days now: what was said about it stays as it was said. */
function consentOf({ closedAt, facts }: Told, accounts: readonly BankAccount[], now: Date): Consent {
  if (closedAt === null) return mostUrgentConsent(accounts, now);
  return { daysLeft: Number(facts.daysLeft ?? 0), isOver: facts.isOver === 'yes' };
}

function lineOf({ kind, closedAt }: Told, account: BankAccount, language: NotificationLanguage, now: Date): string {
  const { plain, over, until } = words[language].account;
  const expiresAt = account.authorizationExpiresAt;
  if (kind !== 'consent_ends' || closedAt !== null || expiresAt === null)
    return fill(plain, { account: nameOf(account) });
  const values = { account: nameOf(account), date: dayIn(language, expiresAt) };
  return fill(isConsentOver(account, now) ? over : until, values);
}

export function languageOf(code: string | null): NotificationLanguage {
  return notificationLanguages.find((language) => language === code) ?? 'nl';
}

/** French sets a space before its double punctuation, which must not begin a line. */
function typeset(text: string, language: NotificationLanguage): string {
  return language === 'fr' ? text.replace(/ (?=[:;?])/g, '\u00a0') : text;
}

export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function keyOf({ kind, facts }: Told, { daysLeft, isOver }: Consent, accountCount: number): SayingKey {
  if (kind === 'consent_ends') {
    if (isOver) return 'consent.over';
    if (daysLeft < 1) return 'consent.today';
    return daysLeft === 1 ? 'consent.soon.one' : 'consent.soon.other';
  }
  if (kind === 'connection_restored') return 'restored';
  if (kind === 'account_not_shared') return accountCount === 1 ? 'notShared.one' : 'notShared.other';
  if (kind === 'payment_differs') return alarms[facts.alarm ?? ''] ?? 'payment.differs';
  if (kind === 'no_data') return facts.reason === 'bank' ? 'silent.bank' : 'silent.connection';
  if (facts.reason === 'blocked') return 'stopped.blocked';
  if (facts.reason === 'parked') return 'stopped.parked';
  return facts.reason === 'failing' ? 'stopped.failing' : 'stopped.needs_reconnect';
}

const alarms: Readonly<Record<string, SayingKey>> = {
  paid_twice: 'payment.paidTwice',
  returned: 'payment.returned',
};

/** The exact place where the one next step is. */
function pathOf({ kind, facts, closedAt }: Told, accounts: readonly BankAccount[]): string {
  if (kind === 'connection_restored') return '/payments/transactions';
  if (kind === 'payment_differs') return `/payments/outgoing/${facts.paymentInitiationId}`;
  const [first] = accounts;
  const isToRenew = kind === 'consent_ends' || (kind === 'no_data' && facts.reason === 'bank');
  return isToRenew && closedAt === null && first ? `/apps/ponto?renew=${first.bankAccountId}` : '/apps/ponto';
}

function nameOf({ description, bankName, reference }: BankAccount): string {
  const iban = parseIban(reference);
  const name = [description, bankName && `(${bankName})`].filter(Boolean).join(' ');
  return [name, iban ? formatIban(iban) : reference].filter((part) => part !== '').join(', ');
}

const regionOf: Readonly<Record<NotificationLanguage, string>> = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB' };

function dayIn(language: NotificationLanguage, moment: Date): string {
  return new Intl.DateTimeFormat(regionOf[language], { dateStyle: 'long', timeZone: bankTimeZone }).format(moment);
}

function momentIn(language: NotificationLanguage, moment: string): string {
  return new Intl.DateTimeFormat(regionOf[language], {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: bankTimeZone,
  }).format(new Date(moment));
}
