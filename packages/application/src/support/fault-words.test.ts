import { describe, expect, it } from 'vitest';
import { faultTexts } from './fault-words.ts';
import { faults } from './fault.ts';
import type { FaultCode } from './fault.ts';

const languages = ['nl', 'fr', 'en'] as const;
const codes = Object.keys(faults) as FaultCode[];

describe.each(codes)('%s', (code) => {
  it('says in each language what happened, what still works and what to do', () => {
    for (const part of ['title', 'works', 'action'] as const) {
      const words = languages.map((language) => faultTexts[code][part][language]);
      expect(new Set(words).size, part).toBe(3);
      for (const text of words) expect(text).toMatch(/^\p{Lu}.{15,}\.$/u);
    }
  });

  it('names whom to ask: Ponto where Ponto can help, support where we can, nobody where it passes by itself', () => {
    const { address, responsible } = faults[code];
    for (const language of languages) {
      const action = faultTexts[code].action[language];
      if (address === 'ponto') expect(action).toMatch(/Ponto|recon|koppelt/);
      else if (responsible === 'support' || responsible === 'nobody') expect(action).not.toContain('Ponto');
      if (responsible === 'administrator' && address === 'us') expect(action).toMatch(/beheerder|administrat/);
      if (responsible === 'account_holder') expect(action).toMatch(/houder|titulaire|holder/);
    }
  });

  it('names no brand, which the reader of another brand would not know', () => {
    const { title, works, action } = faultTexts[code];
    for (const words of [title, works, action]) expect(Object.values(words).join()).not.toMatch(/onfact|[{}]/i);
  });
});
