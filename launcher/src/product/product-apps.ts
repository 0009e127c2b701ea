import { join } from 'node:path';
import { answers } from '../processes/answers.ts';
import { startChildProcess } from '../processes/child-process.ts';
import { originsOf } from './addresses.ts';
import { adminEnvironment, apiEnvironment, workerEnvironment } from './environment.ts';
import type { ProductFacts } from './environment.ts';
import type { ProductOptions } from './product-options.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { supervise } from '../processes/running.ts';
import type { Supervised } from '../processes/running.ts';

type AppName = 'api' | 'worker' | 'admin';

type App = Readonly<{
  name: AppName;
  /** From the root of the repository. */
  program: string;
  readyUrl: string;
  /** Asked at each start. */
  environment(): Record<string, string>;
}>;

/**
 * Starts the apps side by side. Each that runs is handed to `keep` before the first failure is thrown, so that it can
 * be stopped.
 * @throws StartError
 */
export async function startApps(
  facts: ProductFacts,
  options: ProductOptions,
  keep: (name: AppName, app: Supervised) => void,
): Promise<void> {
  const apps = appsOf(facts, options);
  const starts = apps.map(async (app) => ({ name: app.name, app: await startApp(app, options) }));
  const results = await Promise.allSettled(starts);
  for (const result of results) if (result.status === 'fulfilled') keep(result.value.name, result.value.app);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function appsOf(facts: ProductFacts, options: ProductOptions): App[] {
  const { admin, api, worker } = originsOf(facts.ports);
  const apps: App[] = [
    {
      name: 'api',
      program: 'apps/api/src/main.ts',
      readyUrl: `${api}/readyz`,
      environment: () => apiEnvironment(facts),
    },
    {
      name: 'worker',
      program: 'apps/worker/src/main.ts',
      readyUrl: `${worker}/readyz`,
      environment: () => ({ ...workerEnvironment(facts), ...options.workerEnvironment?.() }),
    },
  ];
  if (options.withAdmin === false) return apps;
  return [
    ...apps,
    {
      name: 'admin',
      program: 'apps/admin/server.ts',
      readyUrl: `${admin}/healthz`,
      environment: () => adminEnvironment(facts),
    },
  ];
}

/** Started again when it dies; the first start must succeed. */
function startApp(
  { name, program, readyUrl, environment }: App,
  { dataFolder, report, giveUp, restarts }: ProductOptions,
): Promise<Supervised> {
  const start = () =>
    startChildProcess({
      name,
      program: join(repositoryFolder, program),
      environment: environment(),
      folder: repositoryFolder,
      logFile: join(dataFolder, 'logs', `${name}.log`),
      isReady: () => answers(readyUrl),
    });
  return supervise({ name, start, report, giveUp, restarts });
}
