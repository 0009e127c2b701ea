import type { AuditEntryView, TransitionView } from '@onfact-ponto/application';
import type { ConnectionTransition, SupportVisit } from '@onfact-ponto/api-contract';
import { momentOf } from './wire-values.ts';

export function transitionOf(transition: TransitionView): ConnectionTransition {
  const { at, event, fromState, toState, reason, actorType, actorName, providerRequestId } = transition;
  return { at: momentOf(at), event, fromState, toState, reason, actorType, actorName, requestId: providerRequestId };
}

export function supportVisitOf({ at, action, actorName, reason }: AuditEntryView): SupportVisit {
  return { at: momentOf(at), action, employee: actorName, reason };
}
