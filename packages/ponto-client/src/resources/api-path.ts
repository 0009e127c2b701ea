/** Paths are written here, not discovered: a link inside an answer could lead the token elsewhere. */
export function apiPath(...steps: readonly string[]): string {
  return ['/ponto-connect', ...steps.map(encodeURIComponent)].join('/');
}
