/** Asks again at a steady pace for as long as `isNeeded` says so; a hidden tab waits. */
export function pollWhile(isNeeded: () => boolean, intervalMs: number, ask: () => Promise<void>): void {
  $effect(() => {
    if (!isNeeded()) return;
    let stopped = false;
    const askSoon = () => setTimeout(() => void askAndRepeat(), intervalMs);
    let timer = askSoon();

    async function askAndRepeat() {
      if (document.visibilityState === 'visible') await ask().catch(() => undefined);
      if (!stopped) timer = askSoon();
    }
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  });
}
