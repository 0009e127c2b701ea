import type { KeyObject } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { PontoApiError } from './api-error.ts';
import { refusalOf } from './http-signature.ts';
import { productPath, type Served } from './served.ts';
import type { PontoSimulation } from './simulation.ts';

/** Verifies a signature whenever there is one, and asks for one where the settings say so. */
export function verifySignature(simulation: PontoSimulation, publicKey: KeyObject): MiddlewareHandler<Served> {
  return async (c, next) => {
    const isSigned = c.req.header('signature') !== undefined;
    if (!isSigned && mustBeSigned(simulation, c.req.method, c.req.path)) {
      throw new PontoApiError(401, 'signatureMissing', 'This request must carry an HTTP signature.');
    }
    if (isSigned) {
      const refusal = refusalOf(
        {
          method: c.req.method,
          target: c.env.incoming.url ?? '/',
          host: (c.req.header('host') ?? '').replace(/:\d+$/, ''),
          header: (name) => c.req.header(name),
          headerNames: Object.keys(c.req.header()),
          body: new Uint8Array(await c.req.arrayBuffer()),
        },
        {
          keyId: simulation.state.client.signatureCertificateId,
          publicKey,
          now: simulation.machineClock.now(),
        },
      );
      if (refusal !== undefined) throw new PontoApiError(401, 'signatureInvalid', refusal);
    }
    await next();
  };
}

/** Never the token endpoint: .NET does not sign there. */
function mustBeSigned({ state }: PontoSimulation, method: string, path: string): boolean {
  if (!path.startsWith(productPath) || path.includes('/oauth2/')) return false;
  switch (state.settings.signatureRequired) {
    case 'never':
      return false;
    case 'payments':
      return /\/(?:bulk-)?payments(?:\/|$)/.test(path);
    case 'post':
      return method === 'POST';
    case 'always':
      return true;
  }
}
