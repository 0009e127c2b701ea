import { SvelteSet } from 'svelte/reactivity';

/** What somebody ticked of the lines that stand there, or everything that the filters find: two steps, never one. */
export type Selection = Readonly<{
  isEverything: boolean;
  size: number;
  ids: readonly string[];
  has: (id: string) => boolean;
  /** With `range`, everything from the line that was ticked last up to this one. */
  toggle: (id: string, range?: boolean) => void;
  select: (id: string) => void;
  togglePage: () => void;
  selectEverything: () => void;
  clear: () => void;
}>;

/** @param page the ids of the lines that stand there, from top to bottom */
export function createSelection(page: () => readonly string[]): Selection {
  const ticked = new SvelteSet<string>();
  let isEverything = $state(false);
  let anchor: string | undefined;

  // Only what one sees can be ticked: another page, another filter or a line that left begins anew.
  $effect(() => {
    const present = Object.fromEntries(page().map((id) => [id, true]));
    if ([...ticked].some((id) => !present[id])) clear();
  });

  function clear() {
    ticked.clear();
    isEverything = false;
    anchor = undefined;
  }

  return {
    get isEverything() {
      return isEverything;
    },
    get size() {
      return ticked.size;
    },
    get ids() {
      return page().filter((id) => ticked.has(id));
    },
    has: (id) => isEverything || ticked.has(id),
    toggle(id, range = false) {
      isEverything = false;
      const from = range && anchor !== undefined ? page().indexOf(anchor) : -1;
      if (from >= 0) {
        const to = page().indexOf(id);
        for (const between of page().slice(Math.min(from, to), Math.max(from, to) + 1)) ticked.add(between);
      } else if (!ticked.delete(id)) ticked.add(id);
      anchor = id;
    },
    select(id) {
      isEverything = false;
      ticked.add(id);
      anchor = id;
    },
    togglePage() {
      const all = page();
      const wasWhole = ticked.size === all.length;
      clear();
      if (!wasWhole) for (const id of all) ticked.add(id);
    },
    selectEverything() {
      for (const id of page()) ticked.add(id);
      isEverything = true;
    },
    clear,
  };
}
