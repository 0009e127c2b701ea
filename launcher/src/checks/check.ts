/** How many single proofs a check holds: test cases of a test run, otherwise the check itself. */
export type Count = Readonly<{ passed: number; failed: number; skipped: number }>;

export type Check = Readonly<{
  name: string;
  /** Throws when it could not be carried out at all, which counts as failed. */
  run(): Promise<CheckResult>;
}>;

export type CheckResult = Readonly<{ count: Count; /** Shown when something failed. */ output: string }>;

/** Carries the checks out one after the other, tells how each went, and ends with one plain line. */
export async function carryOut(checks: readonly Check[], print: (line: string) => void): Promise<Count> {
  let total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    const startedAt = performance.now();
    const { count, output } = await resultOf(check);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const proofs = count.passed + count.failed + count.skipped;
    print(
      `${count.failed === 0 ? 'ok    ' : 'FAILED'}  ${check.name}${proofs > 1 ? ` (${proofs})` : ''}, ${seconds} s`,
    );
    if (count.failed > 0) print(output.trimEnd());
    total = add(total, count);
  }
  print(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total;
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

function add(left: Count, right: Count): Count {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}
