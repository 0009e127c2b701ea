import { describe, expect, it } from 'vitest';
import { issueCodes, issueTexts } from './issue-texts.ts';
import { issueText, masked } from './issues.ts';

describe.each(issueCodes)('%s', (code) => {
  it('says the same facts in each language', () => {
    const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    const { nl, fr, en } = issueTexts[code];
    expect(placeholders(fr)).toEqual(placeholders(en));
    expect(placeholders(nl)).toEqual(placeholders(en));
  });

  it('leaves no gap in its sentence', () => {
    expect(issueText({ code, found: '$& one', expected: 'two' }, 'nl')).not.toMatch(/[{}]/);
  });
});

it.each([
  ['BE68539007547034', 'BE**********7034'],
  ['BE68 5390 0754 7034', 'BE** **** **** 7034'],
  ['539007547034 EUR0BE', '********7034 EUR0BE'],
  ['670300XXXXXX1234', '670300XXXXXX1234'],
  ['FR7630006000011234567890189', 'FR*********…****0189'],
  ['0012', '0012'],
  ['A'.repeat(30), 'AAAAAAAAAAA…AAAAAAAA'],
])('%s is shown as %s', (text, shown) => {
  expect(masked(text)).toBe(shown);
});
