import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it.each([
  [0, 'nl', '0\u00a0kB'],
  [1, 'nl', '0,1\u00a0kB'],
  [2_500_000, 'nl', '2,4\u00a0MB'],
  [64 * 1024 * 1024, 'fr', '64\u00a0Mo'],
  [40_960, 'en', '40\u00a0kB'],
] as const)('%i bytes in %s are %s', (bytes, language, written) => {
  expect(formatBytes(bytes, language)).toBe(written);
});
