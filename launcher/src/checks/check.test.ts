import { expect, it } from 'vitest';
import { carryOut, failure, success } from './check.ts';

it('ends with one plain line that counts every proof, also of checks that could not run', async () => {
  const lines: string[] = [];
  const total = await carryOut(
    [
      { name: 'fine', run: async () => success() },
      { name: 'tests', run: async () => ({ count: { passed: 7, failed: 1, skipped: 2 }, output: 'why' }) },
      { name: 'wrong', run: async () => failure('the reason') },
      { name: 'broken', run: () => Promise.reject(new Error('not installed')) },
    ],
    (line) => lines.push(line),
  );
  expect(lines.at(-1)).toBe('8 passed, 3 failed, 2 skipped');
  expect(lines).toContain('the reason');
  expect(lines).toContain('not installed');
  expect(total.failed).toBe(3);
});
