import { expect, it } from 'vitest';
import { carryOut, failure, success, summaryOf } from './check.ts';

it('counts every proof in one plain line, also of checks that could not run', async () => {
  const lines: string[] = [];
  const total = await carryOut(
    [
      { name: 'fine', run: async () => success() },
      { name: 'tests', run: async () => ({ count: { passed: 7, failed: 1, skipped: 2 }, output: 'why' }) },
      { name: 'wrong', run: async () => failure('the reason') },
      { name: 'broken', run: () => Promise.reject(new Error('not installed')) },
    ],
    { atOnce: 2, print: (line) => lines.push(line) },
  );
  expect(summaryOf(total)).toBe('8 passed, 3 failed, 2 skipped');
  expect(lines).toContain('the reason');
  expect(lines).toContain('not installed');
});
