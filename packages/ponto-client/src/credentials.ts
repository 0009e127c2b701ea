import type { SignatureOptions } from './http-signature.ts';
import type { TlsOptions, Transport } from './transport.ts';

/** All that makes Ponto know this application. Certificates and secret are renewed from time to time; the ids stay. */
export type PontoCredentials = Readonly<{
  /** From the developer portal; the audience of webhooks. Not the OAuth client id. */
  applicationId: string;
  /** Every token of every organization belongs to it. */
  clientId: string;
  clientSecret: string;
  tls: TlsOptions;
  /** Required in live. */
  signature?: SignatureOptions | undefined;
}>;

export type OpenCredentials = Readonly<{ clientSecret: string; transport: Transport }>;

export type CredentialsInUse = Readonly<{
  /** Does one task with one set from beginning to end, whatever is rotated meanwhile. */
  run<Result>(task: (credentials: OpenCredentials) => Promise<Result>): Promise<Result>;
  /**
   * Goes over to another set once `prove` accepted it; otherwise the present one stays. Tasks under way end with the
   * set they began with. Resolves when nothing uses the old one any more.
   * @throws Error when the set belongs to another application, or what `prove` throws
   */
  rotate(next: PontoCredentials, prove: (candidate: OpenCredentials) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}>;

export function openCredentials(
  first: PontoCredentials,
  open: (credentials: PontoCredentials) => OpenCredentials,
): CredentialsInUse {
  let current = generationOf(open(first));

  return {
    run: (task) => current.run(task),

    async rotate(next, prove) {
      assertSameApplication(first, next);
      const candidate = generationOf(open(next));
      try {
        await candidate.run(prove);
      } catch (error) {
        await candidate.retire();
        throw error;
      }
      const old = current;
      current = candidate;
      await old.retire();
    },

    close: () => current.retire(),
  };
}

/** One set with the tasks that use it, so that its connections are closed after the last of them. */
function generationOf(credentials: OpenCredentials) {
  const underWay = new Set<Promise<unknown>>();
  return {
    async run<Result>(task: (credentials: OpenCredentials) => Promise<Result>): Promise<Result> {
      const running = task(credentials);
      underWay.add(running);
      try {
        return await running;
      } finally {
        underWay.delete(running);
      }
    },
    async retire(): Promise<void> {
      await Promise.allSettled(underWay);
      await credentials.transport.close();
    },
  };
}

/** Tokens and webhooks of another application would be strange to each other. */
function assertSameApplication(first: PontoCredentials, next: PontoCredentials): void {
  if (next.clientId !== first.clientId || next.applicationId !== first.applicationId) {
    throw new Error('Credentials are rotated within one application: clientId and applicationId stay');
  }
}
