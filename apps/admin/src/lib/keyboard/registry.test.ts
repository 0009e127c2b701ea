import { describe, expect, it } from 'vitest';
import { nl } from '../i18n/nl.ts';
import { listActionOf, listShortcuts } from './registry.ts';

describe('the keys of a list', () => {
  it('gives each key one meaning', () => {
    const keys = listShortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('explains every shortcut in the help line', () => {
    for (const { label, caps } of listShortcuts) {
      expect(nl[label]).not.toBe('');
      expect(caps.length).toBeGreaterThan(0);
    }
  });

  it('moves by letters and by arrows', () => {
    expect(['j', 'J', 'ArrowDown'].map((key) => listActionOf(press({ key }), false))).toEqual(['next', 'next', 'next']);
    expect(['k', 'ArrowUp'].map((key) => listActionOf(press({ key }), false))).toEqual(['previous', 'previous']);
  });

  it('leaves typing and the shortcuts of the browser alone', () => {
    expect(listActionOf(press({ key: 'j' }), true)).toBeUndefined();
    expect(listActionOf(press({ key: 'j', ctrlKey: true }), false)).toBeUndefined();
    expect(listActionOf(press({ key: 'k', metaKey: true }), false)).toBeUndefined();
    expect(listActionOf(press({ key: 'ArrowDown', altKey: true }), false)).toBeUndefined();
    expect(listActionOf(press({ key: 'ArrowDown', shiftKey: true }), false)).toBeUndefined();
  });
});

function press(keys: { key: string } & Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey', boolean>>) {
  return { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...keys };
}
