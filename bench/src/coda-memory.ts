import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CodaFile } from './coda-file.ts';
import type { CodaSums } from './coda-sides.ts';
import type { BenchResult } from './pairs.ts';

const limitMebibytes = 150;

/** Reads the file in a process of its own, whose peak says what the reader holds beside Node itself. */
export async function measureMemory(file: CodaFile): Promise<BenchResult> {
  const main = fileURLToPath(new URL('coda-memory-main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [main, file.path]);
  const { sums, peakMebibytes } = JSON.parse(stdout) as { sums: CodaSums; peakMebibytes: number };
  const ratio = Number((limitMebibytes / peakMebibytes).toPrecision(4));
  return {
    bench: 'coda',
    case: 'peak memory, 1,000,000 movements',
    subject: { value: Math.round(peakMebibytes), unit: 'MiB' },
    yardstick: { name: 'the limit', value: limitMebibytes, unit: 'MiB' },
    ratio,
    quartiles: [ratio, ratio],
    runs: 1,
    n: file.movements,
    correct: peakMebibytes <= limitMebibytes && sums.movements === file.movements && sums.issues === 0,
  };
}
