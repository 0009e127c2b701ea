import { actionOf, isTypingIn, type WorkbenchAction, workbenchShortcuts } from '#lib/keyboard/registry.ts';

export type Acts = Readonly<Record<WorkbenchAction, (key: string) => void>>;

/** Hands a key of the workbench to what it does. What belongs to a dialog, a menu, a field or a button is left to it. */
export function handleKey(event: KeyboardEvent, acts: Acts, { hasLetters }: { hasLetters: boolean }): void {
  const { target, key } = event;
  if (!(target instanceof Element) || target.closest('dialog, details[open]')) return;
  if (key.length === 1 && !hasLetters) return;
  const action = actionOf(workbenchShortcuts, event, isTypingIn(target));
  if (!action) return;
  const presses = target.closest('button, a, summary, label') && !target.closest('[data-line]');
  if (key === 'Enter' && presses) return;
  event.preventDefault();
  acts[action](key);
}
