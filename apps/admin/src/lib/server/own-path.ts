const base = 'http://own.invalid';

/**
 * A place in this product to return to, or the fallback. Absolute addresses, "//host" and "/\host" lead elsewhere:
 * following them would let a link to our sign-in page send people to any site.
 */
export function ownPath(wanted: string | null | undefined, fallback = '/'): string {
  if (!wanted?.startsWith('/') || /^\/[/\\]/.test(wanted) || /[\u0000-\u001f\u007f]/.test(wanted)) return fallback;
  const url = URL.parse(wanted, base);
  if (url?.origin !== base || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}
