import type { Ports } from '../processes/ports.ts';

/** `localhost`, because browsers trust it like https: cookies with the `__Host-` prefix need that. */
export function originsOf(ports: Ports) {
  return {
    admin: `http://localhost:${ports.ADMIN_PORT}`,
    api: `http://localhost:${ports.API_PORT}`,
    worker: `http://localhost:${ports.WORKER_PORT}`,
  };
}

/** Registered with Ponto: to here it sends the browser back. */
export function pontoRedirectUri(ports: Ports): string {
  return `${originsOf(ports).admin}/ponto/return`;
}

/** Registered with Ponto: to here it posts what happened. */
export function pontoWebhookUrl(ports: Ports): string {
  return `${originsOf(ports).api}/webhooks/ponto`;
}

/** Registered with onFact: to here its sign-in sends the browser back. */
export function onfactRedirectUri(ports: Ports): string {
  return `${originsOf(ports).admin}/auth/callback/onfact`;
}
