import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { failure } from './check.ts';
import type { Check } from './check.ts';
import { runTool } from './command.ts';

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
});

/** One project of vitest.config.ts; each test case counts. A run without a single test is a failure. */
export function vitestCheck(name: string, project: string): Check {
  return {
    name,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-report-'));
      const file = join(folder, 'report.json');
      try {
        const { exitCode, output } = await runTool('vitest', [
          'run',
          `--project=${project}`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${file}`,
        ]);
        const report = Report.parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
        const count = {
          passed: report.numPassedTests,
          failed: report.numFailedTests,
          skipped: report.numPendingTests + report.numTodoTests,
        };
        if (count.passed + count.failed === 0) return failure(`${output}\nNo test ran.`);
        /** A file that cannot be loaded, or an error outside every test, fails the run without a failed test. */
        const isBroken = count.failed === 0 && (exitCode !== 0 || !report.success);
        return { count: isBroken ? { ...count, failed: 1 } : count, output };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
