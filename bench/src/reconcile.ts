import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLedger } from '@onfact-ponto/reconcile';
import type { BankLine, Ledger, OpenDocument } from '@onfact-ponto/reconcile';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Side } from './pairs.ts';
import { bookable, documentOf, fill, linesOver, ownAccount, today } from './reconcile-books.ts';

/**
 * Decisions only: lines and documents are in memory. The yardstick is what anyone would write first: an expression
 * for a reference, a look into a map, and the amount.
 */
export async function benchReconcile(runs: number): Promise<BenchResult[]> {
  const small = companyOf(10_000);
  /** Short ones: more of them. */
  const decisions = { bench: 'reconcile', unit: 'lines/s', runs: runs * 10 };
  const ofSmall = await comparePairs({
    ...decisions,
    case: '10,000 open documents',
    yardstickName: 'expression, map and amount',
    subject: await warmed(matching(small)),
    yardstick: await warmed(lookingUp(10_000)),
  });
  /** Only now: a million documents more are work for the collector of garbage. */
  const large = companyOf(1_000_000);
  return [
    ofSmall,
    await comparePairs({
      ...decisions,
      case: '1,000,000 open documents',
      yardstickName: 'the same matcher at 10,000',
      subject: matching(large),
      yardstick: matching(small),
    }),
    latency('p99 of one line, 10,000 open documents', small.ledger, 10_000, 1),
    latency('p99 of one line, 1,000,000 open documents', large.ledger, 1_000_000, 5),
    await memory(),
  ];
}

type Company = Readonly<{ ledger: Ledger; lines: readonly BankLine[]; paid: readonly OpenDocument[] }>;

function companyOf(documents: number): Company {
  const ledger = createLedger({ name: 'Bench BV', ownAccounts: [ownAccount], paymentDifferenceLimitMinor: 0n });
  fill(ledger, documents);
  return { ledger, ...paymentsOver(documents, linesOfRun) };
}

function paymentsOver(documents: number, count: number): Pick<Company, 'lines' | 'paid'> {
  const lines = linesOver(documents, count);
  const step = Math.floor(documents / count) & ~1;
  return { lines, paid: lines.map((_, at) => documentOf(at * step)) };
}

/** As a worker that has run for some minutes: what is compiled only after many calls is compiled, on either side. */
async function warmed(side: Side): Promise<Side> {
  for (let run = 0; run < warmUpRuns; run += 1) {
    await side.prepare?.();
    await side.work();
  }
  return side;
}

function matching({ ledger, lines, paid }: Company): Side {
  return {
    prepare: async () => {
      for (const document of paid) ledger.putDocument(document);
      for (const line of lines) ledger.putLine(line);
    },
    work: async () => {
      const decisions = ledger.match({ today });
      const booked = decisions.filter(({ outcome }) => outcome === 'booked').length;
      return { amount: lines.length, correct: booked === bookable(lines.length) };
    },
  };
}

function lookingUp(documents: number): Side {
  const byReference = new Map<string, OpenDocument>();
  for (let at = 0; at < documents; at += 1) {
    const document = documentOf(at);
    byReference.set(document.structuredCommunication ?? '', document);
    byReference.set(document.number.replace('-', ''), document);
  }
  const lines = linesOver(documents, linesOfRun);
  return {
    work: async () => {
      const found: { line: BankLine; document: OpenDocument }[] = [];
      for (const line of lines) {
        const { remittanceInformation = '', amountMinor } = line;
        for (const [written] of remittanceInformation.matchAll(/\d[\d/.-]*\d/g)) {
          const document = byReference.get(written.replace(/\D/g, ''));
          if (document?.openMinor === amountMinor) found.push({ line, document });
        }
      }
      return { amount: lines.length, correct: found.length === lines.filter((_, at) => at % 20 < 16).length };
    },
  };
}

/** The limit is the yardstick: slower than it is a wrong result. */
function latency(name: string, ledger: Ledger, documents: number, limitMilliseconds: number): BenchResult {
  const { lines, paid } = paymentsOver(documents, linesForLatency);
  for (const document of paid) ledger.putDocument(document);
  for (const line of lines) {
    ledger.putLine(line);
    ledger.learn({ type: 'confirmed', lineId: line.id, allocations: [] }, today);
  }
  const taken = lines.map((line) => {
    ledger.putLine(line);
    const start = performance.now();
    ledger.match({ today });
    const milliseconds = performance.now() - start;
    ledger.learn({ type: 'confirmed', lineId: line.id, allocations: [] }, today);
    return milliseconds;
  });
  const p99 = taken.toSorted((left, right) => left - right)[Math.floor(taken.length * 0.99)] ?? Number.NaN;
  return limited(name, p99, limitMilliseconds, 'ms', lines.length);
}

/** In a process of its own, so that only the ledger is counted. */
async function memory(): Promise<BenchResult> {
  const main = fileURLToPath(new URL('reconcile-memory-main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--max-old-space-size=4096', main]);
  return limited('memory for each of 1,000,000 open documents', Number(stdout), 1024, 'bytes', 1_000_000);
}

function limited(name: string, value: number, limit: number, unit: string, n: number): BenchResult {
  const ratio = Number((limit / value).toPrecision(4));
  return {
    bench: 'reconcile',
    case: name,
    subject: { value: Number(value.toPrecision(4)), unit },
    yardstick: { name: 'the limit', value: limit, unit },
    ratio,
    quartiles: [ratio, ratio],
    runs: 1,
    n,
    correct: value <= limit,
  };
}

/** As the first link of a company brings them: two accounts, the last 100 lines of each. */
const linesOfRun = 200;
const linesForLatency = 4_000;
const warmUpRuns = 1_200;
