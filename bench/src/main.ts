import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedDatabase } from '@onfact-ponto/launcher/embedded-database';
import { benchApi } from './api.ts';
import { benchBooking } from './booking.ts';
import { benchCoda } from './coda.ts';
import { benchIngest } from './ingest.ts';
import type { BenchResult } from './pairs.ts';
import { benchReconcile } from './reconcile.ts';
import { benchSchedule } from './schedule.ts';
import { benchSync } from './sync.ts';

/** `npm run bench -- [NAME] [--json] [--runs N]`. A wrong result fails whatever its speed. */

const benches: Record<string, (runs: number) => Promise<BenchResult[]>> = {
  coda: benchCoda,
  ingest: onDatabase(benchIngest),
  sync: onDatabase(benchSync),
  schedule: onDatabase(benchSchedule),
  api: onDatabase(benchApi),
  reconcile: async (runs) => [...(await benchReconcile(runs)), ...(await onDatabase(benchBooking)(runs))],
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '9' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}

for (const name of names) {
  for (const result of (await benches[name]?.(Number(values.runs))) ?? []) report(result);
}

/** A server of its own for a bench that needs one; the others start none. */
function onDatabase(bench: (clusterUrl: string, runs: number) => Promise<BenchResult[]>) {
  return async (runs: number) => {
    const directory = await mkdtemp(join(tmpdir(), 'onfact-ponto-bench-'));
    const server = await startEmbeddedDatabase({ directory });
    try {
      return await bench(server.ownerUrl, runs);
    } finally {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }
  };
}

function report(result: BenchResult): void {
  if (!result.correct) process.exitCode = 1;
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { bench, subject, yardstick, ratio, quartiles, runs, correct } = result;
  process.stdout.write(
    `${bench} · ${result.case}: ${ratio} of "${yardstick.name}" (quartiles ${quartiles.join(' to ')}, ${runs} pairs); ` +
      `${subject.value} against ${yardstick.value} ${subject.unit}${correct ? '' : ' · WRONG RESULT'}\n`,
  );
}
