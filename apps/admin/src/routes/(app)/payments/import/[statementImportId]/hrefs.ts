import type { ImportedMovement } from '@onfact-ponto/api-contract';

/** Addresses of the pages within one import; each state of the page has its own. */

/** The same page with other statements and files. */
export function hrefOfPage(current: Iterable<[string, string]>, page: number): string {
  const parameters = new URLSearchParams([...current].filter(([name]) => !name.startsWith('/')));
  parameters.set('page', String(page));
  return `?${parameters}`;
}

/** A page of movements; without a cursor the first. */
export function hrefOfMovements(
  path: string,
  tab: 'all' | ImportedMovement['outcome'],
  after: string | undefined,
): string {
  const parameters = new URLSearchParams(tab === 'all' ? {} : { outcome: tab });
  if (after !== undefined) parameters.set('after', after);
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}
