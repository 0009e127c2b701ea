import { describe, expect, it } from 'vitest';
import { isSearchedAmount, splitAtMatches } from './highlight.ts';

const marked = (text: string, search: string | undefined) =>
  splitAtMatches(text, search)
    .map((piece) => (piece.isMatch ? `[${piece.text}]` : piece.text))
    .join('');

describe('highlighting', () => {
  it('marks every match and loses no letter', () => {
    expect(marked('Brouwerij De Brouwer', 'brouw')).toBe('[Brouw]erij De [Brouw]er');
  });

  it('finds numbers whatever separators stand between', () => {
    expect(marked('BE68 5390 0754 7034', 'BE6853900')).toBe('[BE68 5390 0]754 7034');
    expect(marked('+++202/6000/09791+++', '202 6000')).toBe('+++[202/6000]/09791+++');
  });

  it('takes signs as they are, not as a pattern', () => {
    expect(marked('a(b)c*d', '(b)c*')).toBe('a[(b)c*]d');
  });

  it('marks nothing for an empty or very short search', () => {
    expect(marked('abc', undefined)).toBe('abc');
    expect(marked('abc', 'a')).toBe('abc');
    expect(marked('a-b', '--')).toBe('a-b');
  });
});

describe('the amount that somebody looks for', () => {
  const minus = { amount: '-1234.50', currency: 'EUR' };

  it.each(['1234,5', '1.234,50', '1,234.50', '-1234,5', '\u22121 234,50', '€ 1234,50'])(
    '"%s" is -1234.50',
    (search) => {
      expect(isSearchedAmount(search, minus)).toBe(true);
    },
  );

  it.each([undefined, '', '1234', '234,50', '1234,05', 'factuur 1234,50'])('"%s" is another', (search) => {
    expect(isSearchedAmount(search, minus)).toBe(false);
  });

  it('knows currencies without decimals', () => {
    expect(isSearchedAmount('1200', { amount: '1200', currency: 'JPY' })).toBe(true);
    expect(isSearchedAmount('12', { amount: '1200', currency: 'JPY' })).toBe(false);
  });
});
