import type { SubmitFunction } from '$app/forms';
import type { useAnnouncer } from '#lib/announcer.svelte.ts';

type Sent = Parameters<SubmitFunction>[0];

/**
 * A form on one of the pages beside the workbench: what it did is said, the page is read anew, and the focus goes where
 * the caller found, before the page changed, that it should go. What was refused says so itself, as an alert.
 */
export function actInPlace(
  announcer: ReturnType<typeof useAnnouncer>,
  saidOf: (data: Readonly<Record<string, unknown>>) => string,
  focusOf: (sent: Sent) => () => HTMLElement | null,
): SubmitFunction {
  return (sent) => {
    const focusNow = focusOf(sent);
    return async ({ result, update }) => {
      await update({ reset: false });
      focusNow()?.focus();
      if (result.type === 'success') announcer.sayResult(saidOf(result.data ?? {}));
    };
  };
}
