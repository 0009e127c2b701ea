import type { ActivationRequest } from './payment-state.ts';
import { organizationById, timestamp, type PontoSimulation } from './simulation.ts';

const products = ['payments', 'paymentRequests'] as const;

/** The customer asks Ponto to be allowed to pay, or to ask for money. Ponto looks at it first. */
export function requestActivation(simulation: PontoSimulation, request: ActivationRequest): void {
  const organization = organizationById(simulation, request.organizationId);
  request.outcome = 'requested';
  if (organization[request.product].state === 'none') {
    organization[request.product] = { state: 'requested', requestedAt: timestamp(simulation) };
  }
  simulation.changed();
}

/** Allows what was looked at long enough. */
export function settleActivations({ state, clock, changed }: PontoSimulation): void {
  const { activationReviewSeconds } = state.settings;
  if (activationReviewSeconds === null) return;
  const limit = new Date(clock.now().getTime() - activationReviewSeconds * 1_000).toISOString();
  for (const organization of state.organizations) {
    for (const product of products) {
      const { state: present, requestedAt } = organization[product];
      if (present !== 'requested' || requestedAt === null || requestedAt > limit) continue;
      organization[product] = { state: 'activated', requestedAt };
      changed();
    }
  }
}
