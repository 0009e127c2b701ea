/** Plain http would show the key to the network, so it is for this machine only. */
export function readOrigin(apiUrl: string): URL {
  const url = new URL(apiUrl);
  const isOrigin = url.pathname === '/' && url.search === '' && url.hash === '';
  const isPrivate = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  if (!isOrigin || !isPrivate) throw new Error(`apiUrl must be an https origin without a path: ${apiUrl}`);
  return url;
}
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
