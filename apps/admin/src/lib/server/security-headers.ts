/** The content security policy comes from vite.config.ts, with a nonce for each page. These go with every answer. */
export function setSecurityHeaders(headers: Headers, origin: string): void {
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  if (origin.startsWith('https:')) headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  // Bank data belongs in no shared cache, and not behind the back button after signing out.
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
}
