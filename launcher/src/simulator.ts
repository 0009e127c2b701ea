import { join } from 'node:path';
import { readLauncherConfig } from './config.ts';
import { removeEndpoints, simulatorEndpointsOf, writeEndpoints } from './product/endpoints.ts';
import { assertPortsAreFree } from './processes/ports.ts';
import { repositoryFolder } from './repository-folder.ts';
import { runUntilStopped } from './processes/run-until-stopped.ts';
import { startSimulatorProcess } from './product/simulator-process.ts';

/** `npm run simulator`: Ponto, onFact and a mail server alone, for a client that is developed elsewhere. */
await runUntilStopped(async ({ giveUp }) => {
  const { ports } = readLauncherConfig(process.env);
  await assertPortsAreFree(ports, [
    'PONTO_API_PORT',
    'PONTO_AUTHORIZATION_PORT',
    'PONTO_CONTROL_PORT',
    'ONFACT_PORT',
    'ONFACT_CONTROL_PORT',
    'SMTP_PORT',
    'MAIL_PORT',
  ]);

  const dataFolder = join(repositoryFolder, '.data');
  const simulators = await startSimulatorProcess({
    dataFolder,
    ports,
    webhookUrl: null,
    report: console.log,
    giveUp,
  });
  const endpoints = simulatorEndpointsOf(simulators.facts);
  await writeEndpoints(dataFolder, endpoints);
  console.log(`
The simulators are running.

  Ponto     ${endpoints.ponto.apiUrl}   control page ${endpoints.ponto.controlUrl}
  Bank      ${endpoints.ponto.bankUrl}   its portal: CODA files
  onFact    ${endpoints.onfact.apiUrl}   control page ${endpoints.onfact.controlUrl}
  Mail      ${endpoints.mail.smtpUrl}   page ${endpoints.mail.pageUrl}

Keys and certificates: .data/endpoints.json. Ctrl-C stops.
`);
  return {
    async stop() {
      await removeEndpoints(dataFolder);
      await simulators.process.stop();
    },
  };
});
