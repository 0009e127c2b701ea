/** How many single proofs a check holds: test cases of a test run, otherwise the check itself. */
export type Count = Readonly<{ passed: number; failed: number; skipped: number }>;

export type Check = Readonly<{
  name: string;
  /** Throws when it could not be carried out at all, which counts as failed. */
  run(): Promise<CheckResult>;
}>;

export type Total = Readonly<{
  count: Count;
  /** A line for each proof that failed, to be found again at the end of a long output. */
  failures: readonly string[];
}>;

export type CheckResult = Total & Readonly<{ /** Shown when something failed. */ output: string }>;

type CarryOutOptions = Readonly<{
  /** How many checks run at the same time. */
  atOnce: number;
  print(line: string): void;
}>;

/** Carries the checks out and tells how each went. */
export async function carryOut(checks: readonly Check[], { atOnce, print }: CarryOutOptions): Promise<Total> {
  const waiting = [...checks];
  let total: Total = { count: nothing, failures: [] };
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = performance.now();
      const { count, output, failures } = await resultOf(check);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const proofs = count.passed + count.failed + count.skipped;
      const verdict = count.failed === 0 ? 'ok    ' : 'FAILED';
      print(`${verdict}  ${check.name}${proofs > 1 ? ` (${proofs})` : ''}, ${seconds} s`);
      if (count.failed > 0) print(output.trimEnd());
      total = add(total, { count, failures: failures.map((failure) => `${check.name}: ${failure}`) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return total;
}

const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

/** What failed, and the plain line that ends every run. */
export function summaryOf({ count: { passed, failed, skipped }, failures }: Total): string {
  return [...failures, `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n');
}

async function resultOf(check: Check): Promise<CheckResult> {
  try {
    return await check.run();
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

export function success(output = ''): CheckResult {
  return { count: { passed: 1, failed: 0, skipped: 0 }, output, failures: [] };
}

export function failure(output: string): CheckResult {
  return { count: { passed: 0, failed: 1, skipped: 0 }, output, failures: [firstLineOf(output)] };
}

/** Of the lines that say something. */
export function firstLineOf(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

export function add(left: Total, right: Total): Total {
  return {
    count: {
      passed: left.count.passed + right.count.passed,
      failed: left.count.failed + right.count.failed,
      skipped: left.count.skipped + right.count.skipped,
    },
    failures: [...left.failures, ...right.failures],
  };
}
