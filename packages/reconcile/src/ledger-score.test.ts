import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The labelled ledgers beside the repository, and their scorer. */
const folder = new URL('../../../../shared/ledger/', import.meta.url);

/** Skipped where the folder is missing, but never on the machine that decides about a change. */
const isAbsent = !existsSync(folder) && !process.env.CI;

type Score = Readonly<{
  autoPrecision: number;
  recallOfCeiling: number;
  topThree: number;
  wrongMoneyShare: number;
  falseAutoOnNonPaying: number;
  autoOnTies: number;
  autoOnVetoes: number;
  calibrationErrorBooked: number;
  unanswered: number;
  invalidEvents: number;
}>;

type Tools = Readonly<{
  generateLedger: (options: { documents: number; seed: number; profile: object }) => Iterable<object[]>;
  loadProfile: (options: { name: string }) => Promise<object>;
  replay: (options: { stream: Readable; command: string[] }) => Promise<{ report: Score }>;
}>;

/** Floors, well below what docs/matching.md tells of 10,000 documents: a small ledger teaches less. */
describe.skipIf(isAbsent)('a labelled year of 1,500 documents, replayed through the command line', () => {
  it.each(['shop', 'services', 'subscription'])('keeps its promises for the profile %s', async (name) => {
    const { generateLedger, loadProfile, replay } = await tools();
    const days = generateLedger({ documents: 1_500, seed: 7, profile: await loadProfile({ name }) });
    const stream = Readable.from(textOf(days));
    const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
    const { report } = await replay({ stream, command: [process.execPath, cli, 'replay'] });
    expect(report).toMatchObject({ autoOnTies: 0, autoOnVetoes: 0, falseAutoOnNonPaying: 0 });
    expect(report).toMatchObject({ unanswered: 0, invalidEvents: 0 });
    expect(report.autoPrecision).toBeGreaterThanOrEqual(0.998);
    expect(report.recallOfCeiling).toBeGreaterThanOrEqual(0.87);
    expect(report.topThree).toBeGreaterThanOrEqual(0.95);
    expect(report.wrongMoneyShare).toBeLessThanOrEqual(0.001);
    expect(report.calibrationErrorBooked).toBeLessThanOrEqual(0.005);
  });
});

async function tools(): Promise<Tools> {
  const load = (file: string) => import(new URL(file, folder).href) as Promise<Partial<Tools>>;
  return { ...(await load('generate.mjs')), ...(await load('score.mjs')) } as Tools;
}

function* textOf(days: Iterable<object[]>): Generator<string> {
  for (const records of days) yield records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
