import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Catalogue, Plural } from './catalogue.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';

const source = join(import.meta.dirname, '../..');
const translations: Record<string, Catalogue> = { fr, en };
const keys = Object.keys(nl);

describe.each(Object.entries(translations))('the catalogue of %s', (_, catalogue) => {
  it('has every key and no other, in the same order', () => {
    expect(Object.keys(catalogue)).toEqual(keys);
  });

  it('fills in the same values as Dutch', () => {
    for (const [key, dutch] of Object.entries(nl)) {
      expect(placeholdersOf(catalogue[key as keyof Catalogue]), key).toEqual(placeholdersOf(dutch));
    }
  });

  it('leaves nothing empty', () => {
    for (const [key, message] of Object.entries(catalogue)) {
      for (const text of textsOf(message)) expect(text.trim(), key).not.toBe('');
    }
  });
});

describe('every catalogue', () => {
  it.each([nl, fr, en])('writes typographic apostrophes and never shouts', (catalogue) => {
    for (const [key, message] of Object.entries(catalogue)) {
      for (const text of textsOf(message)) expect(text, key).not.toMatch(/['!]/);
    }
  });

  it('holds no text that no screen shows', () => {
    const code = sourceFiles(source)
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // A key is used as it stands, or as a pattern such as t(`status.${status}`).
    const patterns = [...code.matchAll(/`([a-z][\w.]*\$\{[^`]*)`/gi)].map(([, template = '']) => patternOf(template));
    const unused = keys.filter((key) => !code.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });
});

function textsOf(message: string | Plural): string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other];
}

function placeholdersOf(message: string | Plural): string[][] {
  return textsOf(message).map((text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort());
}

/** "error.${code}.title" matches "error.offline.title". */
function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w]+')}$`);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        /\.(svelte|ts)$/.test(file) &&
        !/\.test\.ts$|i18n\/((reconcile|transactions|outgoing)\/)?(nl|fr|en)\.ts$/.test(file),
    )
    .map((file) => join(folder, file));
}
