/** A form of the panel answers to the same list and line as now. */
export function formAction(name: string, current: Iterable<[string, string]>): string {
  const parameters = new URLSearchParams([...current].filter(([parameter]) => !parameter.startsWith('/')));
  return `?/${name}&${parameters}`;
}
