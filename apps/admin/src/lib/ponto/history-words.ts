import type { SupportVisit } from '@onfact-ponto/api-contract';
import type { MessageKey } from '#lib/i18n/catalogue.ts';

/** What became of the link, and what support did, in words. */

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

/** One who reloads a page looks many times: the same again and again is one line, with how often. Newest first. */
export function togetherInOneLine(visits: readonly SupportVisit[]): (SupportVisit & { count: number })[] {
  const lines: (SupportVisit & { count: number })[] = [];
  for (const visit of visits) {
    const last = lines.at(-1);
    const isSame = last?.action === visit.action && last.employee === visit.employee && last.reason === visit.reason;
    if (last && isSame) last.count += 1;
    else lines.push({ ...visit, count: 1 });
  }
  return lines;
}
