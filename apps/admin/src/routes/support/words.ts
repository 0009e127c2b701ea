import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { Mark, Tone } from '#lib/components/StateMark.svelte';
import type { Diagnosis } from '@onfact-ponto/api-contract';

/** Codes of the api in the words of these pages. */

const verdicts = {
  not_activated: 'support.verdict.not_activated',
  deactivated: 'support.verdict.deactivated',
  not_linked: 'support.verdict.not_linked',
  at_ponto: 'support.verdict.at_ponto',
  first_reading: 'support.verdict.first_reading',
  no_account: 'support.verdict.no_account',
  waiting_for_bank: 'support.verdict.waiting_for_bank',
  working: 'support.verdict.working',
} as const satisfies Record<string, MessageKey>;

/** Of a verdict without a fault. */
export function verdictWords(code: string) {
  return code in verdicts ? verdicts[code as keyof typeof verdicts] : 'support.verdict.working';
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
