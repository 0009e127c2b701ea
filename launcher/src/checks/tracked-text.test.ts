import { expect, it } from 'vitest';
import { textRules } from './tracked-text.ts';

function foundBy(name: string, text: string): number {
  return textRules.find((rule) => rule.name === name)!.find(text).length;
}

it('finds a key of onFact wherever it stands, and takes no other long word for one', () => {
  const key = 'aB3!dE6#'.repeat(8);
  expect(foundBy('no key of onFact', `const sessionKey = "${key}";`)).toBe(1);
  expect(foundBy('no key of onFact', `X-SESSION-KEY: ${key}`)).toBe(1);
  expect(foundBy('no key of onFact', 'a'.repeat(64))).toBe(0);
  expect(foundBy('no key of onFact', 'aB3!dE6#'.repeat(9))).toBe(0);
});

it('finds a raw colour, but no anchor and no number of an issue', () => {
  const rule = 'colours only from the tokens';
  expect(foundBy(rule, 'a { color: #fff; border-color: #1d4f91; }')).toBe(2);
  expect(foundBy(rule, 'a { color: oklch(0.5 0.1 20); }')).toBe(1);
  expect(foundBy(rule, '<a href="#abc">see #123</a>')).toBe(0);
});

it('finds hosts and home folders that would differ on the next machine', () => {
  const rule = 'no address of a package registry and no path of one machine';
  expect(foundBy(rule, JSON.stringify({ resolved: 'https://packages.example/a.tgz' }, null, 2))).toBeGreaterThan(0);
  expect(foundBy(rule, `/home/mieke/onfact-ponto`)).toBe(1);
  expect(foundBy(rule, 'a checkout below a private home folder')).toBe(0);
});
