import { expect, it } from 'vitest';
import { carryOut, failure, success, summaryOf } from './check.ts';

it('names what failed and counts every proof in one plain line, also of checks that could not run', async () => {
  const lines: string[] = [];
  const total = await carryOut(
    [
      { name: 'fine', run: async () => success() },
      {
        name: 'tests',
        run: async () => ({ count: { passed: 7, failed: 1, skipped: 2 }, output: 'why', failures: ['adds'] }),
      },
      { name: 'wrong', run: async () => failure('the reason') },
      { name: 'broken', run: () => Promise.reject(new Error('not installed')) },
    ],
    { atOnce: 2, print: (line) => lines.push(line) },
  );
  expect(summaryOf(total).split('\n').at(-1)).toBe('8 passed, 3 failed, 2 skipped');
  expect(summaryOf(total).split('\n').slice(0, -1).toSorted()).toEqual([
    'broken: not installed',
    'tests: adds',
    'wrong: the reason',
  ]);
  expect(lines).toContain('the reason');
  expect(lines).toContain('not installed');
});
