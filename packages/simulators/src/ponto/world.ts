import type { Call } from '../control/call-log.ts';
import type { Fault, FaultRequest } from '../control/fault-script.ts';
import type { PontoSimulation } from './simulation.ts';
import type { PontoSettings, PontoState } from './state.ts';
import { settle } from './settling.ts';
import type { WebhookSender } from './webhooks/sender.ts';
import { accountOperations } from './world-accounts.ts';
import { bankOperations } from './world-bank.ts';
import { institutionOperations } from './world-institutions.ts';
import { organizationOperations } from './world-organizations.ts';
import { paymentOperations } from './world-payments.ts';
import { pendingOperations } from './world-pending.ts';
import { transactionOperations } from './world-transactions.ts';
import { webhookOperations } from './world-webhooks.ts';

/** The hand of the tester in the simulated Ponto. The control API offers exactly these operations. */
export type PontoWorld = ReturnType<typeof createWorld>;

/** @param beginning the state to go back to on a reset */
export function createWorld(simulation: PontoSimulation, webhooks: WebhookSender, beginning: () => PontoState) {
  const { state, clock, faults, calls } = simulation;
  const moved = (): void => {
    settle(simulation);
    webhooks.sendDue();
    simulation.changed();
  };

  return {
    ...organizationOperations(simulation),
    ...institutionOperations(simulation),
    ...accountOperations(simulation),
    ...transactionOperations(simulation),
    ...pendingOperations(simulation),
    ...paymentOperations(simulation),
    ...bankOperations(simulation),
    ...webhookOperations(simulation, webhooks),

    /** Back to the first day: every token, link and change is gone. Who receives webhooks is no part of the world. */
    reset: (): void => {
      const { webhookUrl } = state.settings;
      Object.assign(state, beginning());
      state.settings.webhookUrl = webhookUrl;
      faults.clear();
      calls.clear();
      simulation.changed();
    },

    now: (): Date => clock.now(),
    clockIsRunning: (): boolean => clock.isRunning(),
    /**
     * Moves the world to a moment. Everything that was due until then happens.
     * @param running false stops the time there
     */
    setClock: (moment: Date, running = true): void => {
      clock.set(moment, running);
      moved();
    },
    advanceClock: (milliseconds: number): void => {
      clock.advance(milliseconds);
      moved();
    },

    settings: (): PontoSettings => ({ ...state.settings }),
    configure: (settings: Partial<PontoSettings>): PontoSettings => {
      Object.assign(state.settings, settings);
      simulation.changed();
      return state.settings;
    },

    injectFault: (fault: FaultRequest): Fault => faults.inject(fault),
    /** The next refresh succeeds and rotates the token, and its answer never arrives. */
    loseNextRefreshResponse: (): Fault =>
      faults.inject({
        method: 'POST',
        path: '*/oauth2/token',
        bodyIncludes: 'refresh_token',
        effect: { kind: 'drop-after' },
      }),
    expireAccessTokens: (): void => {
      state.accessTokens = {};
      simulation.changed();
    },
    /** What our application knows does not work any more. Returns the new one. */
    rotateClientSecret: (): { clientSecret: string } => {
      state.client.secret = simulation.ids.opaque(43);
      simulation.changed();
      return { clientSecret: state.client.secret };
    },
    /** The next customer who confirms comes back with this error and shares nothing. */
    failNextConsent: (error: string | null): void => {
      state.nextConsentError = error;
      simulation.changed();
    },
    faults: (): readonly Fault[] => faults.list(),
    clearFaults: (): void => faults.clear(),

    calls: (): readonly Call[] => calls.list(),
    clearCalls: (): void => calls.clear(),
  };
}
