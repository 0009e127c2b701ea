import { describe, expect, it } from 'vitest';
import { nl } from '../i18n/nl.ts';
import {
  actionOf,
  createPlaceKeys,
  listShortcuts,
  placeCaps,
  places,
  withoutLetters,
  workbenchShortcuts,
} from './registry.ts';

describe.each([
  ['a list', listShortcuts],
  ['the workbench', workbenchShortcuts],
] as const)('the keys of %s', (_, shortcuts) => {
  it('have one meaning each', () => {
    const keys = shortcuts.flatMap(({ keys, withShift }) => keys.map((key) => (withShift ? `Shift ${key}` : key)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are all explained in the help sheet', () => {
    for (const { label, caps } of shortcuts) {
      expect(nl[label]).not.toBe('');
      expect(caps.length).toBeGreaterThan(0);
    }
  });
});

describe('what a key means', () => {
  it('moves by letters and by arrows', () => {
    expect(['j', 'J', 'ArrowDown'].map((key) => actionOf(listShortcuts, press({ key }), false))).toEqual([
      'next',
      'next',
      'next',
    ]);
    expect(['k', 'ArrowUp'].map((key) => actionOf(listShortcuts, press({ key }), false))).toEqual([
      'previous',
      'previous',
    ]);
  });

  it('leaves typing and the shortcuts of the browser alone', () => {
    expect(actionOf(listShortcuts, press({ key: 'j' }), true)).toBeUndefined();
    expect(actionOf(listShortcuts, press({ key: 'j', ctrlKey: true }), false)).toBeUndefined();
    expect(actionOf(listShortcuts, press({ key: 'k', metaKey: true }), false)).toBeUndefined();
    expect(actionOf(listShortcuts, press({ key: 'ArrowDown', altKey: true }), false)).toBeUndefined();
    expect(actionOf(listShortcuts, press({ key: 'Enter', shiftKey: true }), false)).toBeUndefined();
  });

  it('selects with Space, and with Shift while moving', () => {
    expect(actionOf(listShortcuts, press({ key: ' ' }), false)).toBe('select');
    expect(actionOf(listShortcuts, press({ key: 'ArrowDown', shiftKey: true }), false)).toBe('selectNext');
    expect(actionOf(listShortcuts, press({ key: 'ArrowUp', shiftKey: true }), false)).toBe('selectPrevious');
  });

  it('finds a sign wherever it lies on the keyboard: "/" needs Shift on a Belgian one', () => {
    for (const shiftKey of [false, true]) {
      expect(actionOf(listShortcuts, press({ key: '/', shiftKey }), false)).toBe('search');
    }
  });

  it('is nothing for a letter, digit or sign once these are switched off, and stays for all other keys', () => {
    for (const shortcuts of [listShortcuts, workbenchShortcuts]) {
      const left = withoutLetters<string>(shortcuts);
      for (const key of shortcuts.flatMap(({ keys }) => [...keys])) {
        const action = actionOf(left, press({ key }), false);
        expect(action !== undefined, key).toBe(key === ' ' || key.length > 1);
      }
    }
    expect(withoutLetters(listShortcuts).map(({ caps }) => caps.join())).toContain('↓');
  });
});

describe('the keys to a place', () => {
  const at = (key: string, timeStamp: number) => ({ ...press({ key }), timeStamp });

  it('gives each place a letter of its own', () => {
    expect(new Set(places.map(({ key }) => key)).size).toBe(places.length);
  });

  it('goes where the letter after G says', () => {
    const placeOf = createPlaceKeys();
    expect(placeOf(at('g', 0), false)).toBeUndefined();
    expect(placeOf(at('a', 400), false)).toBe('/payments/accounts');
    expect(placeCaps('/payments/accounts')).toBe('G A');
  });

  it('needs the G, soon before, and no other key between', () => {
    const placeOf = createPlaceKeys();
    expect(placeOf(at('a', 0), false)).toBeUndefined();
    placeOf(at('g', 100), false);
    expect(placeOf(at('a', 5000), false)).toBeUndefined();
    placeOf(at('g', 6000), false);
    placeOf(at('x', 6100), false);
    expect(placeOf(at('a', 6200), false)).toBeUndefined();
  });

  it('leaves typing and the shortcuts of the browser alone', () => {
    const placeOf = createPlaceKeys();
    placeOf(at('g', 0), true);
    expect(placeOf(at('a', 100), true)).toBeUndefined();
    placeOf({ ...at('g', 200), ctrlKey: true }, false);
    expect(placeOf(at('a', 300), false)).toBeUndefined();
  });
});

function press(keys: { key: string } & Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey', boolean>>) {
  return { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...keys };
}
