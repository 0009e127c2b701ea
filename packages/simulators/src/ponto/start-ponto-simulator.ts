import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { clearInterval, setInterval } from 'node:timers';
import { bankPortal } from '../bank/portal/app.ts';
import { statementsPath } from '../bank/portal/statement-page.ts';
import { createCallLog } from '../control/call-log.ts';
import { createFaultScript } from '../control/fault-script.ts';
import { createIds } from '../control/ids.ts';
import { listen, listenerOf } from '../control/listen.ts';
import { pontoControl } from '../control/ponto/control.ts';
import { createSimulatedClock, machineClock, type Clock } from '../control/simulated-clock.ts';
import { createStateFile, noStateFile } from '../control/state-file.ts';
import { pontoApi } from './api.ts';
import { authorizationPages } from './authorization/app.ts';
import { certificatesIn, keyPassphrase, readKey, webhookKeysIn } from './certificates.ts';
import { completed } from './completed-state.ts';
import { customerPages } from './pages/app.ts';
import { emptyScenario, stateOf, type PontoScenario } from './scenario.ts';
import { productPath } from './served.ts';
import type { PontoSimulation } from './simulation.ts';
import type { PontoState } from './state.ts';
import { settle } from './settling.ts';
import { createWebhookSender } from './webhooks/sender.ts';
import { createWorld, type PontoWorld } from './world.ts';

export type PontoSimulatorOptions = Readonly<{
  /** 0 or absent takes a free port. */
  ports?: { api?: number | undefined; authorization?: number | undefined; control?: number | undefined };
  /** Certificates are made here once and reused. */
  directory: string;
  /** Given one, the whole world, tokens included, survives a restart. */
  stateFile?: string | undefined;
  redirectUris: readonly string[];
  /** Shown on the consent page as the one who asks. */
  application?: string | undefined;
  clock?: Clock | undefined;
  /** Used only when there is no state yet, as is the scenario. */
  seed?: number | undefined;
  scenario?: PontoScenario | undefined;
}>;

export type PontoSimulator = Readonly<{
  endpoints: PontoEndpoints;
  world: PontoWorld;
  stop(): Promise<void>;
}>;

/** Everything that a client needs. Files are absolute paths of PEM files. */
export type PontoEndpoints = Readonly<{
  /** With the product: `https://localhost:PORT/ponto-connect`. Wants the client certificate. */
  apiUrl: string;
  /** The host alone, `http://localhost:PORT`; the page is at `/oauth2/auth` under it. */
  authorizationUrl: string;
  /** The portal of the bank, where its customer downloads CODA files. */
  bankUrl: string;
  controlUrl: string;
  caFile: string;
  certificateFile: string;
  keyFile: string;
  keyPassphrase: string;
  signatureCertificateId: string;
  signatureCertificateFile: string;
  signatureKeyFile: string;
  clientId: string;
  clientSecret: string;
  applicationId: string;
  redirectUri: string;
}>;

/** How often the world moves on while nobody asks it anything. */
const heartbeatMs = 500;

/** @throws the error of the operating system when a port is taken */
export async function startPontoSimulator(options: PontoSimulatorOptions): Promise<PontoSimulator> {
  const certificates = certificatesIn(options.directory);
  const keys = { signature: readKey(certificates.signatureKeyFile), webhooks: webhookKeysIn(options.directory) };
  const base = options.clock ?? machineClock;
  const stateFile =
    options.stateFile === undefined
      ? noStateFile<PontoState>()
      : createStateFile<PontoState>(options.stateFile, () => simulation.state);
  const beginning = (): PontoState => stateOf(options.scenario ?? emptyScenario, options.seed ?? 1, base.now());
  const stored = stateFile.read();
  const state = stored ? completed(stored, beginning()) : beginning();

  const clock = createSimulatedClock(base, () => state.clock);
  const ids = createIds(state);
  const webhooks = createWebhookSender(() => simulation, keys.webhooks);
  let [apiOrigin, pagesOrigin] = ['', ''];
  const simulation: PontoSimulation = {
    state,
    clock,
    machineClock: base,
    ids,
    faults: createFaultScript(ids),
    calls: createCallLog(clock),
    apiOrigin: () => apiOrigin,
    pagesOrigin: () => pagesOrigin,
    changed: () => stateFile.changed(),
    emit: (event) => webhooks.send(event),
  };
  const world = createWorld(simulation, webhooks, beginning);

  const api = await listen(
    createHttpsServer(
      {
        ca: readFileSync(certificates.caFile),
        cert: readFileSync(certificates.serverCertificateFile),
        key: readFileSync(certificates.serverKeyFile),
        requestCert: true,
        rejectUnauthorized: true,
      },
      listenerOf(pontoApi(simulation, keys)),
    ),
    options.ports?.api ?? 0,
  );
  apiOrigin = `https://localhost:${api.port}`;
  const application = options.application ?? 'onFact';
  const pages = authorizationPages(simulation, { redirectUris: options.redirectUris, application });
  pages.route('/', customerPages(simulation, { application }));
  pages.route('/', bankPortal(simulation));
  const authorization = await listen(createHttpServer(listenerOf(pages)), options.ports?.authorization ?? 0);
  pagesOrigin = `http://localhost:${authorization.port}`;
  const control = await listen(createHttpServer(listenerOf(pontoControl(world))), options.ports?.control ?? 0);

  const heartbeat = setInterval(() => {
    settle(simulation);
    webhooks.sendDue();
  }, heartbeatMs);
  heartbeat.unref();
  stateFile.changed();

  return {
    endpoints: {
      apiUrl: apiOrigin + productPath,
      authorizationUrl: pagesOrigin,
      bankUrl: pagesOrigin + statementsPath,
      controlUrl: `http://localhost:${control.port}`,
      caFile: certificates.caFile,
      certificateFile: certificates.certificateFile,
      keyFile: certificates.keyFile,
      keyPassphrase,
      signatureCertificateId: state.client.signatureCertificateId,
      signatureCertificateFile: certificates.signatureCertificateFile,
      signatureKeyFile: certificates.signatureKeyFile,
      clientId: state.client.id,
      clientSecret: state.client.secret,
      applicationId: state.client.applicationId,
      redirectUri: options.redirectUris[0] ?? '',
    },
    world,
    async stop() {
      clearInterval(heartbeat);
      await Promise.all([api.close(), authorization.close(), control.close()]);
      await webhooks.idle();
      stateFile.flush();
    },
  };
}
