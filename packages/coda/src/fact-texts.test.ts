import { describe, expect, it } from 'vitest';
import { factText } from './fact-texts.ts';
import { issueText } from './issues.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import type { RecordLayout } from './record-layout.ts';
import { records } from './records/records.ts';
import { corpusFiles } from './testing/sample-files.ts';

describe('what was found or expected', () => {
  it.each([
    ['a PDF document', 'een PDF-document', 'un document PDF'],
    ['12 digits', '12 cijfers', '12 chiffres'],
    ['record 21 or 22 before it', 'record 21 of 22 ervoor', 'l’enregistrement 21 ou 22 avant lui'],
    ['-121059.70', '-121.059,70', '-121\u00a0059,70'],
    ['767.823', '767,823', '767,823'],
    ['2026-03-05', '05-03-2026', '05-03-2026'],
    ['BE35736000123437', 'BE35736000123437', 'BE35736000123437'],
  ])('%s is %s in Dutch and %s in French', (fact, dutch, french) => {
    expect([factText(fact, 'nl'), factText(fact, 'fr')]).toEqual([dutch, french]);
  });

  it('is translated wherever a table of records says it', () => {
    const layouts: readonly RecordLayout[] = Object.values(records);
    const expectations = layouts.flatMap((layout) => Object.values(layout).map(({ expected }) => expected));
    for (const expected of new Set(expectations)) expect(leftInEnglish(expected), expected).toEqual([]);
  });

  it('leaves no English in the issues of any file of the corpus', () => {
    for (const { name, bytes } of corpusFiles()) {
      for (const event of readCodaBytes(bytes)) {
        if (event.type !== 'issue') continue;
        for (const language of ['nl', 'fr'] as const) {
          expect(issueText(event, language), `${name} ${event.code}`).not.toMatch(english);
        }
      }
    }
  });
});

const english = /\b(?:a day|digits|an? amount|before it|another|a movement|blanks|expected|found)\b/;

function leftInEnglish(fact: string): string[] {
  return (['nl', 'fr'] as const).map((language) => factText(fact, language)).filter((text) => english.test(text));
}
