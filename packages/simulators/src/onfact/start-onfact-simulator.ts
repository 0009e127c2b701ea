import { createServer } from 'node:http';
import { createCallLog } from '../control/call-log.ts';
import { createFaultScript } from '../control/fault-script.ts';
import { createIds } from '../control/ids.ts';
import { listen, listenerOf } from '../control/listen.ts';
import { onfactControl } from '../control/onfact-control.ts';
import { createSimulatedClock, machineClock, type Clock } from '../control/simulated-clock.ts';
import { createStateFile, noStateFile } from '../control/state-file.ts';
import { onfactApp } from './app.ts';
import { completed } from './completed-state.ts';
import { emptyOnfactScenario, onfactStateOf, type OnfactScenario } from './scenario.ts';
import type { OnfactSimulation } from './simulation.ts';
import type { OnfactState } from './state.ts';
import { createOnfactWorld, type OnfactWorld } from './world.ts';

export type OnfactSimulatorOptions = Readonly<{
  /** 0 or absent takes a free port. */
  port?: number | undefined;
  controlPort?: number | undefined;
  /** Given one, everything survives a restart. */
  stateFile?: string | undefined;
  redirectUris: readonly string[];
  /** Fills in the first user on the sign-in page, with a note that says so. On unless told otherwise. */
  prefill?: boolean | undefined;
  clock?: Clock | undefined;
  /** Used only when there is no state yet, as is the scenario. */
  seed?: number | undefined;
  scenario?: OnfactScenario | undefined;
}>;

export type OnfactSimulator = Readonly<{
  endpoints: OnfactEndpoints;
  world: OnfactWorld;
  stop(): Promise<void>;
}>;

export type OnfactEndpoints = Readonly<{
  /** Scheme, host and port; the REST API is under `/v1`. */
  apiUrl: string;
  /** The same host: its OpenID configuration is at `/.well-known/openid-configuration`. */
  issuer: string;
  controlUrl: string;
  clientId: string;
  clientSecret: string;
  /** Of the first user, who works for `companyUuid`. */
  sessionKey: string;
  companyUuid: string;
  companies: readonly Readonly<{ uuid: string; name: string; vat: string; sessionKey: string }>[];
}>;

/** @throws the error of the operating system when a port is taken */
export async function startOnfactSimulator(options: OnfactSimulatorOptions): Promise<OnfactSimulator> {
  const base = options.clock ?? machineClock;
  const stateFile =
    options.stateFile === undefined
      ? noStateFile<OnfactState>()
      : createStateFile<OnfactState>(options.stateFile, () => simulation.state);
  const beginning = (): OnfactState =>
    onfactStateOf(options.scenario ?? emptyOnfactScenario, options.seed ?? 1, base.now());
  const stored = stateFile.read();
  const state = stored ? completed(stored, beginning()) : beginning();

  const clock = createSimulatedClock(base, () => state.clock);
  const ids = createIds(state);
  let origin = '';
  const simulation: OnfactSimulation = {
    state,
    clock,
    machineClock: base,
    ids,
    faults: createFaultScript(ids),
    calls: createCallLog(clock),
    origin: () => origin,
    changed: () => stateFile.changed(),
  };
  const world = createOnfactWorld(simulation, beginning);

  const app = onfactApp(simulation, { redirectUris: options.redirectUris, prefill: options.prefill ?? true });
  const api = await listen(createServer(listenerOf(app)), options.port ?? 0);
  origin = `http://localhost:${api.port}`;
  const control = await listen(createServer(listenerOf(onfactControl(world))), options.controlPort ?? 0);
  stateFile.changed();

  return {
    endpoints: {
      apiUrl: origin,
      issuer: origin,
      controlUrl: `http://localhost:${control.port}`,
      clientId: state.client.id,
      clientSecret: state.client.secret,
      sessionKey: state.users[0]?.sessionKey ?? '',
      companyUuid: state.companies[0]?.uuid ?? '',
      companies: state.companies.map(({ uuid, name, vat }) => ({ uuid, name, vat, sessionKey: adminKey(state, uuid) })),
    },
    world,
    async stop() {
      await Promise.all([api.close(), control.close()]);
      stateFile.flush();
    },
  };
}

function adminKey({ users }: OnfactState, companyUuid: string): string {
  const isAdmin = (user: OnfactState['users'][number]): boolean =>
    user.companies.some(({ uuid, role }) => uuid === companyUuid && role === 'admin');
  return users.find(isAdmin)?.sessionKey ?? '';
}
