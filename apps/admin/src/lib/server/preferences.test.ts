import type { Cookies } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { readPreferences, savePreferences } from './preferences.ts';

describe('preferences', () => {
  it('are read as they were saved', () => {
    const cookies = givenCookies();
    savePreferences(cookies, formOf({ language: 'fr', theme: 'dark', density: 'compact', letterKeys: 'off' }), true);
    expect(readPreferences(cookies, 'nl', 'en')).toEqual({
      language: 'fr',
      theme: 'dark',
      density: 'compact',
      letterKeys: 'off',
      listing: 'continuous',
      hiddenColumns: [],
    });
  });

  it('hide the columns that were left out, and show them again when they are chosen', () => {
    const cookies = givenCookies();
    const choose = (...shown: string[]) => {
      const form = formOf({ columns: 'chosen' });
      for (const column of shown) form.append('column', column);
      savePreferences(cookies, form, true);
      return readPreferences(cookies, 'nl', 'en').hiddenColumns;
    };
    expect(choose('communication', 'status', 'amount')).toEqual(['account', 'balance']);
    savePreferences(cookies, formOf({ theme: 'dark' }), true);
    expect(readPreferences(cookies, 'nl', 'en').hiddenColumns).toEqual(['account', 'balance']);
    expect(choose('communication', 'account', 'status', 'balance')).toEqual([]);
  });

  it('keep nothing that we do not know', () => {
    const cookies = givenCookies();
    savePreferences(cookies, formOf({ language: 'xx', theme: '"><script>', density: '', other: 'x' }), true);
    expect(readPreferences(cookies, null, null)).toEqual({
      language: 'nl',
      theme: 'system',
      density: 'comfortable',
      letterKeys: 'on',
      listing: 'continuous',
      hiddenColumns: [],
    });
  });
});

function givenCookies(): Cookies {
  const jar = new Map<string, string>();
  return {
    get: (name: string) => jar.get(name),
    set: (name: string, value: string) => jar.set(name, value),
  } as unknown as Cookies;
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
