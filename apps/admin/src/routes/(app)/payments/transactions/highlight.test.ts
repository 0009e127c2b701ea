import { describe, expect, it } from 'vitest';
import { splitAtMatches } from './highlight.ts';

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
