/**
 * What a field of a form shows: what the page says, and what was typed since, until the page says something else. For
 * `bind:value`, so that what is typed before the script of the page runs is kept too.
 */
export function following(read: () => string): { value: string } {
  const said = $derived(read());
  let shown = $derived(said);
  return {
    get value() {
      return shown;
    },
    set value(typed) {
      shown = typed;
    },
  };
}
