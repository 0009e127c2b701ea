import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pontoWebhookUrl } from './addresses.ts';
import type { ProductFacts } from './environment.ts';
import { endpointsOf, removeEndpoints, writeEndpoints } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { startApps } from './product-apps.ts';
import { prepareDatabase } from './product-database.ts';
import type { ProductOptions } from './product-options.ts';
import { repositoryFolder } from '../repository-folder.ts';
import type { Supervised } from '../processes/running.ts';
import { ensureSecrets } from './secrets.ts';
import { seedDemo } from './seed-demo.ts';
import { StartError } from '../start-error.ts';
import { startSimulatorProcess } from './simulator-process.ts';

export type ProcessName = 'database' | 'simulators' | 'api' | 'worker' | 'admin';

export type Product = Readonly<{
  endpoints: Endpoints;
  facts: ProductFacts;
  /** Absent for what this product does not run itself. */
  processes: ReadonlyMap<ProcessName, Supervised>;
  /** Stops in the opposite order of the start, each process in its own orderly way. */
  stop(): Promise<void>;
}>;

/**
 * Starts everything in the order in which one needs the other, and waits until all of it answers.
 * @throws StartError or DatabaseNotUsableError with one sentence; nothing is left running then
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { dataFolder, ports, report, giveUp } = options;
  if (options.withAdmin !== false) assertAdminIsBuilt();
  const logFolder = join(dataFolder, 'logs');
  await mkdir(logFolder, { recursive: true });
  /** Others may pass through, for the database server runs as nobody when we are root; each file guards itself. */
  await chmod(dataFolder, 0o711);
  const secrets = await ensureSecrets(dataFolder);

  const processes = new Map<ProcessName, Supervised>();
  await using starting = new AsyncDisposableStack();
  const keep = (name: ProcessName, process: Supervised): void => {
    processes.set(name, process);
    starting.defer(() => process.stop());
  };

  const database = await prepareDatabase(options, secrets.applicationPassword);
  if (database.server) keep('database', database.server);
  /** Of a start that was killed; only now is it sure that no other start is using this folder. */
  await removeEndpoints(dataFolder);

  const simulators = await startSimulatorProcess({
    dataFolder,
    ports,
    webhookUrl: pontoWebhookUrl(ports),
    report,
    giveUp,
  });
  keep('simulators', simulators.process);

  const facts: ProductFacts = { ports, secrets, simulators: simulators.facts, applicationUrl: database.applicationUrl };
  const { apiKey } = await seedDemo(dataFolder, facts);

  await startApps(facts, options, keep);

  const endpoints = endpointsOf(facts, database.ownerUrl, apiKey);
  await writeEndpoints(dataFolder, endpoints);
  starting.defer(() => removeEndpoints(dataFolder));

  const running = starting.move();
  return { endpoints, facts, processes, stop: () => running.disposeAsync() };
}

/** npm ci builds it, unless its scripts were switched off. */
function assertAdminIsBuilt(): void {
  if (existsSync(join(repositoryFolder, 'apps/admin/build/handler.js'))) return;
  throw new StartError('The admin is not built: run npm run build, which npm ci does by itself.');
}
