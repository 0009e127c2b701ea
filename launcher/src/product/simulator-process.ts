import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChildProcess } from '../processes/child-process.ts';
import type { Ports } from '../processes/ports.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { supervise } from '../processes/running.ts';
import type { Supervised } from '../processes/running.ts';
import type { SimulatorFacts, SimulatorSettings } from './simulators.ts';

type SimulatorProcessOptions = Readonly<{
  dataFolder: string;
  ports: Ports;
  webhookUrl: string | null;
  report(line: string): void;
  giveUp(sentence: string): void;
}>;

/** Ponto and onFact, simulated in one process of their own; they tell where they are through a file. */
export async function startSimulatorProcess(
  options: SimulatorProcessOptions,
): Promise<{ process: Supervised; facts: SimulatorFacts }> {
  const { dataFolder, ports, webhookUrl, report, giveUp } = options;
  const factsFile = join(dataFolder, 'simulators', 'facts.json');
  const settings: SimulatorSettings = { dataFolder, ports, webhookUrl, factsFile };
  await mkdir(join(dataFolder, 'simulators'), { recursive: true, mode: 0o700 });
  await mkdir(join(dataFolder, 'logs'), { recursive: true });

  const start = async () => {
    await rm(settings.factsFile, { force: true });
    return startChildProcess({
      name: 'simulators',
      program: fileURLToPath(new URL('./simulators-main.ts', import.meta.url)),
      arguments: [JSON.stringify(settings)],
      environment: {},
      folder: repositoryFolder,
      logFile: join(dataFolder, 'logs', 'simulators.log'),
      isReady: async () => existsSync(settings.factsFile),
    });
  };
  const process = await supervise({ name: 'simulators', start, report, giveUp });
  return { process, facts: JSON.parse(await readFile(settings.factsFile, 'utf8')) as SimulatorFacts };
}
