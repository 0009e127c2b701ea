import type { RouteConfig } from '@hono/zod-openapi';
import type { RouteInput, RouteOutput, Session } from '@onfact-ponto/api-contract';
import type { FailureCode } from '#lib/failure.ts';
import type { Preferences } from '#lib/server/preferences.ts';

declare global {
  namespace App {
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- SvelteKit merges it with its own
    interface Error {
      message: string;
      /** Which text the error page shows. */
      code: FailureCode;
      /** Quote this to support. */
      requestId: string;
    }
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- SvelteKit merges it with its own
    interface Locals {
      requestId: string;
      /** Milliseconds since 1970, read once for the whole request. */
      now: number;
      preferences: Preferences;
      session: SessionState;
      /** Calls the api as the signed-in user. Without a session or a company the browser is sent to get one. */
      api: <Route extends RouteConfig>(route: Route, input: RouteInput<Route>) => Promise<RouteOutput<Route>>;
    }
  }

  type SessionState =
    | { status: 'signed_in'; session: Session }
    | { status: 'signed_out' }
    /** The page does not need to know. */
    | { status: 'not_asked' }
    /** The api does not answer, so nobody knows. */
    | { status: 'unknown'; cause: unknown };
}

export {};
