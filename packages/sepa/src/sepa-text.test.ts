import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSepaText, toSepaText } from './sepa-text.ts';

describe('writing a text in the characters of SEPA', () => {
  it.each([
    ['Café Zoë & fils', 'Cafe Zoe + fils'],
    ['Straße 5; Łódź', 'Strasse 5, Lodz'],
    ['Œuvre «spéciale» n° 7', 'Oeuvre speciale no 7'],
    ['[A] {B} <C>', '(A) (B) (C)'],
    ['info@linde.be #42', 'info linde.be 42'],
    ['€ 12,50', 'EUR 12,50'],
    ['Δημήτρης', 'Dimitris'],
    ['Иван', 'Ivan'],
    ['a\u00a0b\tc\nd', 'a b c d'],
    ['bedankt 🎉', 'bedankt'],
  ])('%j becomes %j', (text, expected) => {
    expect(toSepaText(text)).toBe(expected);
  });

  it('gives only what a bank takes, whatever comes in, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const written = toSepaText(text);
        expect(isSepaText(written)).toBe(true);
        expect(toSepaText(written)).toBe(written);
        expect(written).toBe(written.trim());
      }),
    );
  });

  it('leaves a text alone that is fit already', () => {
    expect(toSepaText("Fact. 2026/114 (rest): O'Neill, 3+4 - ok?")).toBe("Fact. 2026/114 (rest): O'Neill, 3+4 - ok?");
  });
});

it.each(['é', '&', '_', '\n', 'ﬁ', '٣'])('knows that %j is outside the set', (text) => {
  expect(isSepaText(text)).toBe(false);
});
