/** What a side did: how much work, and whether the result was right. */
export type Run = { amount: number; correct: boolean };
/** Only `work` is timed. */
export type Side = {
  prepare?: () => Promise<void>;
  work: () => Promise<Run>;
  /** A dearer look at the result than `work` could take. */
  check?: () => Promise<boolean>;
};

export type Comparison = {
  bench: string;
  case: string;
  unit: string;
  yardstickName: string;
  runs: number;
  subject: Side;
  yardstick: Side;
};

/** One line of `npm run bench -- NAME --json`. The ratio is subject to yardstick; higher is better. */
export type BenchResult = {
  bench: string;
  case: string;
  subject: { value: number; unit: string };
  yardstick: { name: string; value: number; unit: string };
  ratio: number;
  quartiles: [number, number];
  runs: number;
  n: number;
  correct: boolean;
};

/**
 * Runs subject and yardstick in turn (A B A B …), so that both meet the same machine, and takes the median over the
 * pairs. One pair before that warms both up and is not counted.
 */
export async function comparePairs(comparison: Comparison): Promise<BenchResult> {
  const subject: number[] = [];
  const yardstick: number[] = [];
  let isCorrect = true;
  let amount = 0;
  for (let run = -1; run < comparison.runs; run += 1) {
    const ours = await timed(comparison.subject);
    const theirs = await timed(comparison.yardstick);
    isCorrect &&= ours.correct && theirs.correct;
    amount = ours.amount;
    if (run < 0) continue;
    subject.push(ours.perSecond);
    yardstick.push(theirs.perSecond);
  }
  const ratios = subject.map((value, index) => value / (yardstick[index] ?? Number.NaN));
  const { unit } = comparison;
  return {
    bench: comparison.bench,
    case: comparison.case,
    subject: { value: round(quantile(subject, 0.5)), unit },
    yardstick: { name: comparison.yardstickName, value: round(quantile(yardstick, 0.5)), unit },
    ratio: round(quantile(ratios, 0.5)),
    quartiles: [round(quantile(ratios, 0.25)), round(quantile(ratios, 0.75))],
    runs: comparison.runs,
    n: amount,
    correct: isCorrect,
  };
}

async function timed({ prepare, work, check }: Side): Promise<Run & { perSecond: number }> {
  await prepare?.();
  const start = performance.now();
  const { amount, correct } = await work();
  const seconds = (performance.now() - start) / 1000;
  const isChecked = (await check?.()) ?? true;
  return { amount, correct: correct && isChecked, perSecond: amount / seconds };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
