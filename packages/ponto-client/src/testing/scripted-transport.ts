import type { Transport, WireRequest, WireResponse } from '../transport.ts';

/** A transport that gives the same answer to everything and remembers what it was asked. */
export function scriptedTransport(answer: Partial<WireResponse> & { body: string }): {
  transport: Transport;
  requests: WireRequest[];
} {
  const requests: WireRequest[] = [];
  const transport: Transport = {
    async send(request) {
      requests.push(request);
      return { status: 200, contentType: undefined, requestId: 'request-1', retryAfterMs: undefined, ...answer };
    },
    async close() {},
  };
  return { transport, requests };
}
