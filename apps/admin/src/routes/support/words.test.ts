import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { adviceWords } from './words.ts';

/** What support reads beside the screen: its first table names every verdict. */
const page = readFileSync(new URL('../../../../../docs/support/no-transactions.md', import.meta.url), 'utf8');
const rows = page
  .slice(0, page.indexOf('## 1.'))
  .split('\n')
  .filter((line) => line.startsWith('| `'));
const verdicts = rows.flatMap((row) =>
  [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].flatMap(([, code]) => code ?? []),
);

it.each(verdicts)('has an advice of its own for %s', (code) => {
  expect(adviceWords(code)).toBe(`support.advice.${code}`);
});

it('takes a verdict of another release for a fault of ours', () => {
  expect(adviceWords('of_the_future')).toBe('support.advice.internal');
});
