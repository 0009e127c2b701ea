import type { MessageKey } from '../i18n/catalogue.ts';

/**
 * Every keyboard shortcut stands here once: the handlers and the help line read the same list. Single letters work only
 * while the focus is in the list itself, so they never fire while somebody types (WCAG 2.1.4).
 */
export type ListAction = 'next' | 'previous' | 'close';
export type Shortcut = Readonly<{
  action: ListAction | 'open';
  keys: readonly string[];
  caps: readonly string[];
  label: Extract<MessageKey, `transactions.keys.${string}`>;
}>;

export const listShortcuts: readonly Shortcut[] = [
  { action: 'next', keys: ['j', 'ArrowDown'], caps: ['J'], label: 'transactions.keys.next' },
  { action: 'previous', keys: ['k', 'ArrowUp'], caps: ['K'], label: 'transactions.keys.previous' },
  // Opening is what a link does by itself.
  { action: 'open', keys: [], caps: ['Enter'], label: 'transactions.keys.open' },
  { action: 'close', keys: ['Escape'], caps: ['Esc'], label: 'transactions.keys.close' },
];

type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a key means in a list, or nothing: with a modifier it belongs to the browser. */
export function listActionOf(press: KeyPress, isTyping: boolean): ListAction | undefined {
  if (isTyping || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const action = listShortcuts.find(({ keys }) => keys.includes(key))?.action;
  return action === 'open' ? undefined : action;
}

/** `G` and then a letter goes to a place, from any page. Both letters must come within a moment and outside fields. */
export type Place = Readonly<{ key: string; href: string }>;

export const places: readonly Place[] = [
  { key: 't', href: '/payments/transactions' },
  { key: 'a', href: '/payments/accounts' },
  { key: 'i', href: '/payments/import' },
];

const placePatienceMs = 1500;

/** Remembers the `G`, and answers where the letter after it leads; undefined for any other key. */
export function createPlaceKeys(): (
  press: KeyPress & { timeStamp: number },
  isTyping: boolean,
) => Place['href'] | undefined {
  let askedAt = -Infinity;
  return (press, isTyping) => {
    const wasAsked = press.timeStamp - askedAt <= placePatienceMs;
    askedAt = -Infinity;
    if (isTyping || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return undefined;
    const key = press.key.toLowerCase();
    if (wasAsked) return places.find((place) => place.key === key)?.href;
    if (key === 'g') askedAt = press.timeStamp;
    return undefined;
  };
}

/** "G A", as tooltips write it; undefined for a place without keys. */
export function placeCaps(href: string): string | undefined {
  const place = places.find((known) => known.href === href);
  return place && `G ${place.key.toUpperCase()}`;
}

export function isTypingIn(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
