import { getContext, onMount, setContext } from 'svelte';

/** The server's time, carried on in the browser, so that "12 min geleden" stays true on a page left open. */
export type Clock = { readonly now: number };

const key = Symbol('clock');
const tickMs = 15_000;

/** @param serverNow the time of the last answer of the server, in milliseconds since 1970 */
export function provideClock(serverNow: () => number): Clock {
  let now = $state(serverNow());

  onMount(() => {
    let base = serverNow();
    let startedAt = performance.now();
    const timer = setInterval(() => {
      if (base !== serverNow()) [base, startedAt] = [serverNow(), performance.now()];
      now = base + performance.now() - startedAt;
    }, tickMs);
    return () => clearInterval(timer);
  });

  return setContext<Clock>(key, {
    get now() {
      return Math.max(now, serverNow());
    },
  });
}

export function useClock(): Clock {
  return getContext<Clock>(key);
}
