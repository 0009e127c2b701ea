import { rename, writeFile } from 'node:fs/promises';
import { startSimulators } from './simulators.ts';
import type { SimulatorSettings } from './simulators.ts';

/** The process of the two simulators: one argument with the settings as JSON. */
async function main(): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as SimulatorSettings;
  const { facts, stop } = await startSimulators(settings);
  await writeFile(`${settings.factsFile}.new`, JSON.stringify(facts), { mode: 0o600 });
  await rename(`${settings.factsFile}.new`, settings.factsFile);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The simulators cannot start. ${error instanceof Error ? error.message : 'unknown'}\n`);
  process.exit(1);
});
