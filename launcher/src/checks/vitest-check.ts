import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from '../repository-folder.ts';
import { failure, firstLineOf } from './check.ts';
import type { Check } from './check.ts';
import { runTool } from './command.ts';

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
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
        return { count: isBroken ? { ...count, failed: 1 } : count, output, failures: failuresOf(report) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function failuresOf({ testResults }: z.infer<typeof Report>): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(repositoryFolder, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`${file}: ${firstLineOf(message)}`];
      return failed.map(
        ({ fullName, failureMessages }) => `${file} > ${fullName}: ${firstLineOf(failureMessages?.join('\n') ?? '')}`,
      );
    });
}
