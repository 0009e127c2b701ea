import { createRoute, z } from '@hono/zod-openapi';
import { problems } from './problems.ts';
import { Id } from './values.ts';

/** Who is signed in and for which company. Only for sessions of the admin, not for api keys. */

export const Company = z
  .object({
    id: Id,
    name: z.string(),
    vatNumber: z.string().nullable(),
    /** Administrators may activate, link and deactivate. */
    role: z.enum(['administrator', 'user']),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .openapi('Company');
export type Company = z.infer<typeof Company>;

export const Session = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      language: z.enum(['nl', 'fr', 'en']).nullable(),
    }),
    /** A support employee: works for no company, and sees the pages of support only. */
    isSupport: z.boolean(),
    /** Last used first. */
    companies: z.array(Company),
    /** The company of this session; null until one is chosen. With one company it is chosen at sign-in. */
    company: Company.nullable(),
    expiresAt: z.iso.datetime(),
  })
  .openapi('Session');
export type Session = z.infer<typeof Session>;

export const getSession = createRoute({
  operationId: 'getSession',
  summary: 'Read the session',
  tags: ['Session'],
  method: 'get',
  path: '/v1/session',
  responses: {
    200: { description: 'The signed-in user.', content: { 'application/json': { schema: Session } } },
    ...problems('unauthenticated', 'user_required'),
  },
});

export const chooseCompany = createRoute({
  operationId: 'chooseCompany',
  summary: 'Choose a company',
  tags: ['Session'],
  method: 'put',
  path: '/v1/session/company',
  request: { body: { required: true, content: { 'application/json': { schema: z.object({ companyId: Id }) } } } },
  responses: {
    200: { description: 'The session with its new company.', content: { 'application/json': { schema: Session } } },
    ...problems('unauthenticated', 'forbidden', 'user_required', 'invalid_request'),
  },
});
