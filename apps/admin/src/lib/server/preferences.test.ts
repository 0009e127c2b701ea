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
    });
  });

  it('keep nothing that we do not know', () => {
    const cookies = givenCookies();
    savePreferences(cookies, formOf({ language: 'xx', theme: '"><script>', density: '', other: 'x' }), true);
    expect(readPreferences(cookies, null, null)).toEqual({
      language: 'nl',
      theme: 'system',
      density: 'comfortable',
      letterKeys: 'on',
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
