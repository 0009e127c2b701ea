/** How many single proofs a check holds: test cases of a test run, otherwise the check itself. */
export type Count = Readonly<{ passed: number; failed: number; skipped: number }>;

export type Check = Readonly<{
  name: string;
  /** Throws when it could not be carried out at all, which counts as failed. */
  run(): Promise<CheckResult>;
}>;

export type CheckResult = Readonly<{ count: Count; /** Shown when something failed. */ output: string }>;

type CarryOutOptions = Readonly<{
  /** How many checks run at the same time. */
  atOnce: number;
  print(line: string): void;
}>;

/** Carries the checks out and tells how each went. */
export async function carryOut(checks: readonly Check[], { atOnce, print }: CarryOutOptions): Promise<Count> {
  const waiting = [...checks];
  let total = nothing;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = performance.now();
      const { count, output } = await resultOf(check);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const proofs = count.passed + count.failed + count.skipped;
      const verdict = count.failed === 0 ? 'ok    ' : 'FAILED';
      print(`${verdict}  ${check.name}${proofs > 1 ? ` (${proofs})` : ''}, ${seconds} s`);
      if (count.failed > 0) print(output.trimEnd());
      total = add(total, count);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return total;
}

const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

/** The plain line that ends every run. */
export function summaryOf({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function resultOf(check: Check): Promise<CheckResult> {
  try {
    return await check.run();
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

export function success(output = ''): CheckResult {
  return { count: { passed: 1, failed: 0, skipped: 0 }, output };
}

export function failure(output: string): CheckResult {
  return { count: { passed: 0, failed: 1, skipped: 0 }, output };
}

export function add(left: Count, right: Count): Count {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}
