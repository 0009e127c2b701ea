import { z } from '@hono/zod-openapi';
import { Id, Moment } from './values.ts';

/** A failure of the link, with whose it is. The connection tells of them, and so does the page of support. */

const Words = z.object({ nl: z.string(), fr: z.string(), en: z.string() });

export const Fault = z
  .object({
    /** Stable. */
    code: z.string(),
    class: z.enum([
      /** The bank does not give Ponto its data. */
      'bank',
      /** What the account holder allowed Ponto at the bank has ended. */
      'ponto_authorization',
      /** The link between Ponto and us. */
      'ponto_integration',
      /** The link between us and the invoices. */
      'onfact',
      /** Our own. */
      'us',
    ]),
    /** Who must act before it works again. */
    responsible: z.enum(['account_holder', 'administrator', 'bank', 'ponto', 'support', 'nobody']),
    /** Whom to ask for help: Ponto, or the support of this product. */
    address: z.enum(['ponto', 'us']),
    /** Nothing is read at all, one account is not read, or reading goes on and matching does not. */
    reach: z.enum(['connection', 'account', 'matching']),
    bankAccountId: Id.nullable(),
    since: Moment.nullable(),
    evidence: z.object({
      /** HTTP status that Ponto answered. */
      status: z.int().nullable(),
      providerCode: z.string().nullable(),
      /** Quote this to Ponto. */
      requestId: z.string().nullable(),
      state: z.string().nullable(),
    }),
    /** What happened, what still works, and what to do. */
    texts: z.object({ title: Words, works: Words, action: Words }),
  })
  .openapi('Fault');
export type Fault = z.infer<typeof Fault>;
