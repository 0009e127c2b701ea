import { join } from 'node:path';
import { demoScenario, startMailSink, startOnfactSimulator, startPontoSimulator } from '@onfact-ponto/simulators';
import type { MailEndpoints, OnfactEndpoints, PontoEndpoints } from '@onfact-ponto/simulators';
import { onfactRedirectUri, pontoRedirectUri } from './addresses.ts';
import type { Ports } from '../processes/ports.ts';

/** Passed to the process of the simulators as JSON. */
export type SimulatorSettings = Readonly<{
  dataFolder: string;
  ports: Ports;
  /** Written when both answer. */
  factsFile: string;
  /** Where Ponto posts its webhooks; nowhere when the simulators run alone. */
  webhookUrl: string | null;
}>;

/** Where the simulators are, and what a client of them needs. */
export type SimulatorFacts = Readonly<{ ponto: PontoEndpoints; onfact: OnfactEndpoints; mail: MailEndpoints }>;

/** Starts the two worlds and a mail server that delivers nothing; both worlds with the worlds of their state files; at the very first start, with the demo company. */
export async function startSimulators(
  settings: SimulatorSettings,
): Promise<{ facts: SimulatorFacts; stop(): Promise<void> }> {
  const { dataFolder, ports } = settings;
  const scenario = demoScenario(demoSeed, dayInBrussels(new Date()));
  const ponto = await startPontoSimulator({
    ports: {
      api: ports.PONTO_API_PORT,
      authorization: ports.PONTO_AUTHORIZATION_PORT,
      control: ports.PONTO_CONTROL_PORT,
    },
    directory: join(dataFolder, 'certificates'),
    stateFile: join(dataFolder, 'simulators', 'ponto.json'),
    redirectUris: [pontoRedirectUri(ports)],
    seed: demoSeed,
    scenario: scenario.ponto,
  });
  ponto.world.configure({ webhookUrl: settings.webhookUrl });
  const onfact = await startOnfactSimulator({
    port: ports.ONFACT_PORT,
    controlPort: ports.ONFACT_CONTROL_PORT,
    stateFile: join(dataFolder, 'simulators', 'onfact.json'),
    redirectUris: [onfactRedirectUri(ports)],
    seed: demoSeed,
    scenario: scenario.onfact,
  });
  const mail = await startMailSink({ smtpPort: ports.SMTP_PORT, pagePort: ports.MAIL_PORT });
  return {
    facts: { ponto: ponto.endpoints, onfact: onfact.endpoints, mail: mail.endpoints },
    stop: async () => {
      await Promise.all([ponto.stop(), onfact.stop(), mail.stop()]);
    },
  };
}

/** The same people, invoices and bank lines at every first start; only their dates follow the calendar. */
const demoSeed = 1;

function dayInBrussels(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(moment);
}
