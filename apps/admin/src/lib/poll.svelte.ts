/** Asks again at a steady pace for as long as `isNeeded` says so; a hidden tab waits. */
export function pollWhile(isNeeded: () => boolean, intervalMs: number, ask: () => Promise<void>): void {
  $effect(() => {
    if (!isNeeded()) return;
    let stopped = false;
    let timer = setTimeout(again, intervalMs);

    async function again() {
      if (document.visibilityState === 'visible') await ask().catch(() => undefined);
      if (!stopped) timer = setTimeout(again, intervalMs);
    }
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  });
}
