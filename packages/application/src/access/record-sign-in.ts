import { randomUUID } from 'node:crypto';
import {
  asOnfactCompany,
  asUser,
  deleteExpiredSessions,
  deleteMember,
  findCompanyByOnfactUuid,
  inCompany,
  insertCompany,
  listMemberships,
  saveMember,
  updateCompany,
} from '@onfact-ponto/db';
import type { Database, Membership } from '@onfact-ponto/db';
import type { Services } from '../context.ts';

/** A company of the user, as onFact names it at sign-in. */
export type ClaimedCompany = Readonly<{
  onfactCompanyUuid: string;
  name: string;
  vatNumber: string | null;
  role: 'administrator' | 'user';
}>;

type SignIn = Readonly<{ userId: string; userName: string; companies: readonly ClaimedCompany[] }>;

/**
 * Takes over what onFact says about a user at sign-in: a company unknown to us is added, a membership that is no
 * longer named disappears. onFact decides who works where; we only remember it until the next sign-in.
 * @returns the company to work for, when there is only one
 */
export async function recordSignIn(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  signIn: SignIn,
): Promise<{ companyId: string | null }> {
  await deleteExpiredSessions(db, clock.now());
  const known = await asUser(db, signIn.userId, (tx) => listMemberships(tx, signIn.userId));

  const claimed = new Map(signIn.companies.map((company) => [company.onfactCompanyUuid, company]));
  const companyIds: string[] = [];
  for (const company of claimed.values()) {
    const membership = known.find(({ onfactCompanyUuid }) => onfactCompanyUuid === company.onfactCompanyUuid);
    companyIds.push(await takeOver(db, clock.now(), signIn, company, membership));
  }
  for (const { companyId, onfactCompanyUuid } of known) {
    if (claimed.has(onfactCompanyUuid)) continue;
    await inCompany(db, companyId, (tx) => deleteMember(tx, { companyId, userId: signIn.userId }));
  }
  const [only, ...others] = companyIds;
  return { companyId: only !== undefined && others.length === 0 ? only : null };
}

async function takeOver(
  db: Database,
  now: Date,
  { userId, userName }: SignIn,
  claim: ClaimedCompany,
  membership: Membership | undefined,
): Promise<string> {
  if (membership && isUnchanged(membership, claim, userName)) return membership.companyId;

  const { name, vatNumber, role } = claim;
  const companyId = membership?.companyId ?? (await ensureCompany(db, now, claim));
  await inCompany(db, companyId, async (tx) => {
    await updateCompany(tx, companyId, { name, vatNumber });
    await saveMember(tx, { companyId, userId, userName, role });
  });
  return companyId;
}

function isUnchanged(membership: Membership, claim: ClaimedCompany, userName: string): boolean {
  return (
    membership.name === claim.name &&
    membership.vatNumber === claim.vatNumber &&
    membership.role === claim.role &&
    membership.userName === userName
  );
}

/** Two users of one company may sign in for the first time at once: who comes second finds the row of the first. */
export async function ensureCompany(
  db: Database,
  now: Date,
  { onfactCompanyUuid, name, vatNumber }: Pick<ClaimedCompany, 'onfactCompanyUuid' | 'name' | 'vatNumber'>,
): Promise<string> {
  const find = () => asOnfactCompany(db, onfactCompanyUuid, (tx) => findCompanyByOnfactUuid(tx, onfactCompanyUuid));
  const existing = await find();
  if (existing) return existing.companyId;

  const companyId = randomUUID();
  const isAdded = await inCompany(db, companyId, (tx) =>
    insertCompany(tx, { companyId, onfactCompanyUuid, name, vatNumber, createdAt: now }),
  );
  if (isAdded) return companyId;
  const first = await find();
  if (!first) throw new Error('A company is neither new nor known');
  return first.companyId;
}
