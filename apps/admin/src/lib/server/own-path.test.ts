import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

describe('the page to return to', () => {
  it.each(['/', '/apps?tab=payments', '/payments/transactions?search=a%2Fb&transaction=1#x'])('may be %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '\\\\elsewhere.example',
    'javascript:alert(1)',
    'payments',
    '/..//elsewhere.example',
    '/./\\elsewhere.example',
    '',
    null,
    undefined,
  ])('is the first page for %j', (wanted) => {
    expect(ownPath(wanted)).toBe('/');
  });
});
