import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { Mark, Tone } from '#lib/components/StateMark.svelte';
import type { Diagnosis } from '@onfact-ponto/api-contract';

/** Codes of the api in the words of these pages. A code that another release knows is shown as it is, by who asks. */

const states = {
  activated: 'support.state.activated',
  authorizing: 'support.state.authorizing',
  active: 'support.state.active',
  needs_reconnect: 'support.state.needs_reconnect',
  blocked: 'support.state.blocked',
  paused: 'support.state.paused',
  deactivating: 'support.state.deactivating',
  deactivated: 'support.state.deactivated',
} as const satisfies Record<string, MessageKey>;

export function stateWords(state: string) {
  return state in states ? states[state as keyof typeof states] : 'support.state.none';
}

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

const actions = {
  'support.open': 'support.action.open',
  'support.look': 'support.action.look',
  'support.pause': 'support.action.pause',
  'support.resume': 'support.action.resume',
  'support.fetch-again': 'support.action.fetch-again',
} as const satisfies Record<string, MessageKey>;

export function actionWords(action: string) {
  return action in actions ? actions[action as keyof typeof actions] : 'support.action.look';
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
