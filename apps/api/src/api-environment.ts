import type { Access, Context, Services, SupportEmployee } from '@onfact-ponto/application';
import type { Logger } from '@onfact-ponto/observability';
import type { Authentication, SignedIn } from './auth.ts';
import type { ReadReadiness } from './readiness.ts';

/** What the api works with. Made once, in main.ts or by a test. */
export type ApiDependencies = Readonly<{
  services: Omit<Services, 'log'>;
  log: Logger;
  authentication: Authentication;
  readReadiness: ReadReadiness;
  /** Where API consumers reach this server. */
  apiOrigin: string;
  /** Where the browser is. */
  adminOrigin: string;
  /** Proves that a request with a cookie comes from the admin's server. */
  adminProxySecret: string;
}>;

/** What a request gathers on its way to the handler. */
export type ApiEnvironment = {
  Variables: {
    requestId: string;
    log: Logger;
    /** Set for cookie sessions. */
    signedIn: SignedIn | undefined;
    /** Set on the routes of support. */
    employee: SupportEmployee;
    /** Set when the asker has a company. */
    access: Access | undefined;
    /** Set on routes that work for a company. */
    context: Context;
    /** The browser's address, when the admin's server told it. */
    clientAddress: string | undefined;
  };
};
