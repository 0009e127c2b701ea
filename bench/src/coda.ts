import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCodaBytes } from '@onfact-ponto/coda';
import { parse } from 'coda-parser';
import { writeCodaFile } from './coda-file.ts';
import type { CodaFile } from './coda-file.ts';
import { measureMemory } from './coda-memory.ts';
import { checkEverything, readForImport, sliceAmounts, sliceForImport, sumsOf } from './coda-sides.ts';
import type { CodaSums } from './coda-sides.ts';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run, Side } from './pairs.ts';

/**
 * Our reader with every check on, against a loop that streams the same file and makes one object for each movement,
 * and against an npm package. Files are written by our own writer, and every side must find the movements and the
 * sums that were written.
 */
export async function benchCoda(runs: number): Promise<BenchResult[]> {
  const directory = await mkdtemp(join(tmpdir(), 'coda-bench-'));
  try {
    const small = await writeCodaFile(join(directory, 'small.cod'), 5_000);
    const large = await writeCodaFile(join(directory, 'large.cod'), 100_000);
    const largest = await writeCodaFile(join(directory, 'largest.cod'), 1_000_000);
    return [
      await comparePairs({
        bench: 'coda',
        case: 'check, 1,000,000 movements',
        unit: 'MB/s',
        yardstickName: 'stream, one object per movement with day and amount',
        runs,
        subject: streaming(largest, checkEverything),
        yardstick: streaming(largest, sliceAmounts),
      }),
      await comparePairs({
        bench: 'coda',
        case: 'import, 1,000,000 movements',
        unit: 'MB/s',
        yardstickName: 'stream, one object per movement with the fields of an import',
        runs,
        subject: streaming(largest, readForImport),
        yardstick: streaming(largest, sliceForImport),
      }),
      await comparePairs({
        bench: 'coda',
        case: '5,000 movements in memory',
        unit: 'MB/s',
        yardstickName: 'coda-parser 0.0.3',
        runs,
        subject: await inMemory(small, readAll),
        yardstick: await inMemory(small, parseAll),
      }),
      await comparePairs({
        bench: 'coda',
        case: 'linear to 1,000,000 movements',
        unit: 'MB/s',
        yardstickName: 'the same reader on 100,000 movements',
        runs,
        subject: streaming(largest, readForImport),
        yardstick: streaming(large, readForImport),
      }),
      await measureMemory(largest),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function streaming(file: CodaFile, read: (path: string) => Promise<CodaSums>): Side {
  return { work: async () => runOf(file, await read(file.path)) };
}

async function inMemory(file: CodaFile, read: (bytes: Buffer) => CodaSums): Promise<Side> {
  const bytes = await readFile(file.path);
  return { work: async () => runOf(file, read(bytes)) };
}

function runOf(file: CodaFile, sums: CodaSums): Run {
  const { movements, debitThousandths, creditThousandths } = file;
  const correct =
    sums.movements === movements &&
    sums.debitThousandths === debitThousandths &&
    sums.creditThousandths === creditThousandths &&
    sums.issues === 0;
  return { amount: file.megabytes, correct };
}

function readAll(bytes: Uint8Array): CodaSums {
  return sumsOf(readCodaBytes(bytes));
}

/** It takes text and knows one statement; amounts are floats of it. */
function parseAll(bytes: Buffer): CodaSums {
  const { movements } = parse(bytes.toString('latin1'));
  const amounts = movements.map((movement) => ('amount' in movement ? Math.round(movement.amount * 1000) : Number.NaN));
  return {
    movements: movements.length,
    debitThousandths: -amounts.filter((amount) => amount < 0).reduce((sum, amount) => sum + amount, 0),
    creditThousandths: amounts.filter((amount) => amount > 0).reduce((sum, amount) => sum + amount, 0),
    issues: 0,
    latest: movements.at(-1) ?? null,
  };
}
