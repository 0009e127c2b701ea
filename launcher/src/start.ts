import { join } from 'node:path';
import { readLauncherConfig } from './config.ts';
import type { Endpoints } from './product/endpoints.ts';
import { defaultPorts, assertPortsAreFree } from './processes/ports.ts';
import type { PortVariable } from './processes/ports.ts';
import { startProduct } from './product/product.ts';
import { repositoryFolder } from './repository-folder.ts';
import { runUntilStopped } from './processes/run-until-stopped.ts';

/** `npm start`: the whole product with simulated banks and books, in the foreground until Ctrl-C. */
await runUntilStopped(async ({ giveUp }) => {
  const { ports, databaseUrl } = readLauncherConfig(process.env);
  const needed = (Object.keys(defaultPorts) as PortVariable[]).filter(
    (name) => name !== 'DATABASE_PORT' || databaseUrl === undefined,
  );
  await assertPortsAreFree(ports, needed);

  const dataFolder = join(repositoryFolder, '.data');
  console.log('Starting the database, the simulators, the api, the worker and the admin …');
  const product = await startProduct({ dataFolder, ports, databaseUrl, report: console.log, giveUp });
  console.log(welcome(product.endpoints));
  return product;
});

function welcome({ adminUrl, apiDocsUrl, ponto, onfact, mail, demo }: Endpoints): string {
  return `
onFact Ponto is running.

  Admin     ${adminUrl}
            sign in as ${demo.email} with the password ${demo.password}
  API       ${apiDocsUrl}
  Ponto     ${ponto.controlUrl}   simulated: book a payment, end a consent, move the clock
  Bank      ${ponto.bankUrl}   simulated: the portal of the bank, download CODA files
  onFact    ${onfact.controlUrl}   simulated: look at the books
  Mail      ${mail.pageUrl}   simulated: every mail that was sent

Everything is kept in .data; .data/endpoints.json tells programs what stands here. Ctrl-C stops.
`;
}
