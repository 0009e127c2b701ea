import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { Mark, Tone } from '#lib/components/StateMark.svelte';
import type { Diagnosis } from '@onfact-ponto/api-contract';

/** Codes of the api in the words of these pages. */

/** Verdicts without a fault. */
const states = [
  'not_activated',
  'deactivated',
  'not_linked',
  'at_ponto',
  'first_reading',
  'no_account',
  'waiting_for_bank',
  'working',
] as const;

/** Of a verdict without a fault. */
export function verdictWords(code: string) {
  return `support.verdict.${states.find((state) => state === code) ?? 'working'}` as const;
}

const advised = [
  ...states,
  'integration_revoked',
  'grant_lost',
  'organization_blocked',
  'reading_paused',
  'reading_overdue',
  'application_refused',
  'internal',
  'ponto_forbidden',
  'ponto_refused',
  'ponto_unexpected_answer',
  'ponto_unreachable',
  'ponto_busy',
  'authorization_expired',
  'account_not_shared',
  'bank_error',
  'bank_silent',
  'lines_unreadable',
  'onfact_key_refused',
  'onfact_key_limited',
  'onfact_key_missing',
  'onfact_unavailable',
  'onfact_refused_payment',
] as const;

/** What an employee of support does about a verdict; what the customer is told stands with the fault. */
export function adviceWords(code: string) {
  return `support.advice.${advised.find((each) => each === code) ?? 'internal'}` as const satisfies MessageKey;
}

type Severity = Diagnosis['verdict']['severity'];

export const toneOfSeverity: Record<Severity, Tone> = {
  stopped: 'bad',
  partly: 'warn',
  waiting: 'warn',
  working: 'ok',
};
export const markOfSeverity: Record<Severity, Mark> = {
  stopped: 'octagon',
  partly: 'triangle',
  waiting: 'clock',
  working: 'check',
};

export const markOfPull: Record<Diagnosis['pulls'][number]['outcome'], Mark> = {
  running: 'clock',
  succeeded: 'check',
  partly_failed: 'half',
  failed: 'octagon',
  abandoned: 'stroke',
};
