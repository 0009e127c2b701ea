import { chooseCompany as choose, listCompanies } from '@onfact-ponto/application';
import type { Membership } from '@onfact-ponto/application';
import { chooseCompany, getSession } from '@onfact-ponto/api-contract';
import type { Company, Session } from '@onfact-ponto/api-contract';
import type { ApiDependencies } from '../api-environment.ts';
import type { SignedIn } from '../auth.ts';
import { ProblemException } from '../problems.ts';
import { createRouter } from '../router.ts';

/** Who is signed in. These routes work before a company is chosen; an API key has no session. */
export function sessionRoutes({ services }: ApiDependencies) {
  return createRouter()
    .openapi(getSession, async (c) => {
      const signedIn = userOf(c.var.signedIn);
      return c.json(sessionOf(signedIn, await listCompanies(services, signedIn.user.id)), 200);
    })
    .openapi(chooseCompany, async (c) => {
      const signedIn = userOf(c.var.signedIn);
      const { companyId } = c.req.valid('json');
      await choose(services, { userId: signedIn.user.id, sessionId: signedIn.sessionId, companyId });
      return c.json(sessionOf({ ...signedIn, companyId }, await listCompanies(services, signedIn.user.id)), 200);
    });
}

function userOf(signedIn: SignedIn | undefined): SignedIn {
  if (!signedIn) throw new ProblemException('user_required');
  return signedIn;
}

function sessionOf({ user, companyId, isSupport, expiresAt }: SignedIn, memberships: readonly Membership[]): Session {
  const companies = memberships.map(companyOf);
  return {
    user,
    isSupport,
    companies,
    company: companies.find(({ id }) => id === companyId) ?? null,
    expiresAt: expiresAt.toISOString(),
  };
}

function companyOf({ companyId, name, vatNumber, role, lastUsedAt }: Membership): Company {
  return { id: companyId, name, vatNumber, role, lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
