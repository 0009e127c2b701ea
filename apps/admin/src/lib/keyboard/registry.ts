import type { MessageKey } from '../i18n/catalogue.ts';

/**
 * Every keyboard shortcut stands here once: the handlers and the help sheet read the same tables. Single letters work
 * only while the focus is in the list or workbench itself, so they never fire while somebody types (WCAG 2.1.4).
 */
export type Shortcut<Action extends string = string> = Readonly<{
  action: Action;
  /** As `KeyboardEvent.key` names them, letters in lower case; none where the browser does it by itself. */
  keys: readonly string[];
  /** What help and tooltips print. */
  caps: readonly string[];
  label: Extract<MessageKey, `keys.${string}`>;
  /** Only together with Shift; all others only without it. */
  withShift?: true;
}>;

export type ListAction =
  | 'next'
  | 'previous'
  | 'open'
  | 'select'
  | 'selectNext'
  | 'selectPrevious'
  | 'search'
  | 'filter'
  | 'export'
  | 'undo'
  | 'close';

export const listShortcuts: readonly Shortcut<ListAction>[] = [
  { action: 'next', keys: ['j', 'ArrowDown'], caps: ['J'], label: 'keys.next' },
  { action: 'previous', keys: ['k', 'ArrowUp'], caps: ['K'], label: 'keys.previous' },
  // Opening is what a link does by itself.
  { action: 'open', keys: [], caps: ['Enter'], label: 'keys.open' },
  { action: 'select', keys: [' '], caps: ['Space'], label: 'keys.select' },
  { action: 'selectNext', keys: ['ArrowDown'], withShift: true, caps: ['Shift', '↓'], label: 'keys.selectNext' },
  { action: 'selectPrevious', keys: ['ArrowUp'], withShift: true, caps: ['Shift', '↑'], label: 'keys.selectPrevious' },
  { action: 'search', keys: ['/'], caps: ['/'], label: 'keys.search' },
  { action: 'filter', keys: ['f'], caps: ['F'], label: 'keys.filter' },
  { action: 'export', keys: ['e'], caps: ['E'], label: 'keys.export' },
  { action: 'undo', keys: ['z'], caps: ['Z'], label: 'keys.undo' },
  { action: 'close', keys: ['Escape'], caps: ['Esc'], label: 'keys.close' },
];

export type WorkbenchAction =
  'next' | 'previous' | 'accept' | 'choose' | 'reject' | 'split' | 'ignore' | 'find' | 'undo' | 'skip' | 'close';

export const workbenchShortcuts: readonly Shortcut<WorkbenchAction>[] = [
  { action: 'accept', keys: ['Enter'], caps: ['Enter'], label: 'keys.accept' },
  { action: 'choose', keys: ['1', '2', '3', '4', '5'], caps: ['1–5'], label: 'keys.choose' },
  { action: 'reject', keys: ['x'], caps: ['X'], label: 'keys.reject' },
  { action: 'split', keys: ['s'], caps: ['S'], label: 'keys.split' },
  { action: 'ignore', keys: ['i'], caps: ['I'], label: 'keys.ignore' },
  { action: 'find', keys: ['d'], caps: ['D'], label: 'keys.find' },
  { action: 'undo', keys: ['z'], caps: ['Z'], label: 'keys.undo' },
  { action: 'skip', keys: ['n'], caps: ['N'], label: 'keys.skip' },
  { action: 'next', keys: ['j', 'ArrowDown'], caps: ['J'], label: 'keys.next' },
  { action: 'previous', keys: ['k', 'ArrowUp'], caps: ['K'], label: 'keys.previous' },
  { action: 'close', keys: ['Escape'], caps: ['Esc'], label: 'keys.close' },
];

type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a key means among these, or nothing: with a modifier it belongs to the browser, and while typing to the text. */
export function actionOf<Action extends string>(
  shortcuts: readonly Shortcut<Action>[],
  press: KeyPress,
  isTyping: boolean,
): Action | undefined {
  if (isTyping || press.altKey || press.ctrlKey || press.metaKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // "/" needs Shift on a Belgian keyboard: of a sign, unlike of a letter, it says nothing.
  const isSign = key.length === 1 && !/[\p{L}\p{N} ]/u.test(key);
  return shortcuts.find(({ keys, withShift = false }) => keys.includes(key) && (isSign || withShift === press.shiftKey))
    ?.action;
}

/** For who switched single letters off: what is left are arrows, Enter, Space and Escape. */
export function withoutLetters<Action extends string>(shortcuts: readonly Shortcut<Action>[]): Shortcut<Action>[] {
  return shortcuts.flatMap((shortcut) => {
    const keys = shortcut.keys.filter((key) => key.length > 1 || key === ' ');
    if (keys.length === shortcut.keys.length) return [shortcut];
    return keys.length === 0 ? [] : [{ ...shortcut, keys, caps: keys.map((key) => arrowCaps[key] ?? key) }];
  });
}

const arrowCaps: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' };

/** `G` and then a letter goes to a place, from any page. Both letters must come within a moment and outside fields. */
export type Place = Readonly<{
  key: string;
  href: string;
  label: 'shell.transactions' | 'shell.accounts' | 'shell.reconcile' | 'shell.import' | 'shell.outgoing';
}>;

export const places: readonly Place[] = [
  { key: 't', href: '/payments/transactions', label: 'shell.transactions' },
  { key: 'a', href: '/payments/accounts', label: 'shell.accounts' },
  { key: 'r', href: '/payments/reconcile', label: 'shell.reconcile' },
  { key: 'i', href: '/payments/import', label: 'shell.import' },
  { key: 'p', href: '/payments/outgoing', label: 'shell.outgoing' },
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

/** `?` asks for help; where it lies on the keyboard, and whether with Shift, differs. */
export function isHelpKey({ key, altKey, ctrlKey, metaKey }: KeyPress, isTyping: boolean): boolean {
  return key === '?' && !isTyping && !altKey && !ctrlKey && !metaKey;
}

export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]') !== null;
}
