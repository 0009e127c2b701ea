import { and, asc, desc, eq, getTableColumns, isNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { company, companyMember, connection } from '../schema/index.ts';

export type Company = typeof company.$inferSelect;
export type CompanyRole = (typeof companyMember.$inferSelect)['role'];

/** A company of one user, with what the user may do there. */
export type Membership = Readonly<{
  companyId: string;
  onfactCompanyUuid: string;
  name: string;
  vatNumber: string | null;
  userName: string;
  role: CompanyRole;
  lastUsedAt: Date | null;
}>;

/** Run it as that onFact company: whoever asks does not know our id yet. */
export async function findCompanyByOnfactUuid(
  tx: Transaction,
  onfactCompanyUuid: string,
): Promise<Company | undefined> {
  const [row] = await tx.select().from(company).where(eq(company.onfactCompanyUuid, onfactCompanyUuid));
  return row;
}

export async function findCompany(tx: Transaction, companyId: string): Promise<Company | undefined> {
  const [row] = await tx.select().from(company).where(eq(company.companyId, companyId));
  return row;
}

/** What a support employee knows of a company that is looked for. */
export type CompanySearch = Readonly<{
  /** Part of the name, or onFact's id of the company. */
  text: string;
  /** The digits in it: part of a VAT number, when there are enough of them. */
  digits: string;
  /** First and last four characters of the id of a connection. */
  reference: { first: string; last: string } | undefined;
}>;

/** Run it as support. By name. */
export async function searchCompanies(
  tx: Transaction,
  { text, digits, reference }: CompanySearch,
  limit: number,
): Promise<(Company & { connectionState: (typeof connection.$inferSelect)['state'] | null })[]> {
  const ofReference = reference
    ? sql`exists (select from connection known where known.company_id = company.company_id
        and known.connection_id::text like ${`${reference.first}%${reference.last}`})`
    : sql`false`;
  const ofNumber = digits.length < 6 ? sql`false` : sql`company.vat_number like ${`%${digits}%`}`;
  return tx
    .select({ ...getTableColumns(company), connectionState: connection.state })
    .from(company)
    .leftJoin(connection, and(eq(connection.companyId, company.companyId), isNull(connection.deactivatedAt)))
    .where(
      or(
        sql`strpos(lower(company.name), lower(${text})) > 0`,
        sql`lower(company.onfact_company_uuid) = lower(${text})`,
        ofNumber,
        ofReference,
      ),
    )
    .orderBy(asc(company.name), asc(company.companyId))
    .limit(limit);
}

/** Adds the company. False when onFact's id of it is known already; then nothing changes. */
export async function insertCompany(tx: Transaction, row: typeof company.$inferInsert): Promise<boolean> {
  const added = await tx.insert(company).values(row).onConflictDoNothing().returning({ companyId: company.companyId });
  return added.length === 1;
}

export async function updateCompany(
  tx: Transaction,
  companyId: string,
  change: { name: string; vatNumber: string | null },
): Promise<void> {
  await tx.update(company).set(change).where(eq(company.companyId, companyId));
}

/** Last used first, then by name. Run it as the user. */
export async function listMemberships(tx: Transaction, userId: string): Promise<Membership[]> {
  return tx
    .select(membershipColumns)
    .from(companyMember)
    .innerJoin(company, eq(company.companyId, companyMember.companyId))
    .where(eq(companyMember.userId, userId))
    .orderBy(sql`${desc(companyMember.lastUsedAt)} nulls last`, asc(company.name));
}

/** Run it as the user. */
export async function findMembership(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
): Promise<Membership | undefined> {
  const [row] = await tx
    .select(membershipColumns)
    .from(companyMember)
    .innerJoin(company, eq(company.companyId, companyMember.companyId))
    .where(and(eq(companyMember.companyId, companyId), eq(companyMember.userId, userId)));
  return row;
}

/** Adds the member, or takes over the name and role; when the company was last used stays. */
export async function saveMember(
  tx: Transaction,
  row: { companyId: string; userId: string; userName: string; role: CompanyRole },
): Promise<void> {
  await tx
    .insert(companyMember)
    .values(row)
    .onConflictDoUpdate({
      target: [companyMember.companyId, companyMember.userId],
      set: { userName: row.userName, role: row.role },
    });
}

export async function deleteMember(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
): Promise<void> {
  await tx.delete(companyMember).where(and(eq(companyMember.companyId, companyId), eq(companyMember.userId, userId)));
}

export async function markCompanyUsed(
  tx: Transaction,
  { companyId, userId, at }: { companyId: string; userId: string; at: Date },
): Promise<void> {
  await tx
    .update(companyMember)
    .set({ lastUsedAt: at })
    .where(and(eq(companyMember.companyId, companyId), eq(companyMember.userId, userId)));
}

const membershipColumns = {
  companyId: companyMember.companyId,
  onfactCompanyUuid: company.onfactCompanyUuid,
  name: company.name,
  vatNumber: company.vatNumber,
  userName: companyMember.userName,
  role: companyMember.role,
  lastUsedAt: companyMember.lastUsedAt,
};

/** From which amount on a second person must agree to a payment; null: never. */
export async function findPaymentApprovalLimit(tx: Transaction, companyId: string): Promise<bigint | null> {
  const [row] = await tx
    .select({ fromMinor: company.paymentApprovalFromMinor })
    .from(company)
    .where(eq(company.companyId, companyId));
  return row?.fromMinor ?? null;
}

export async function savePaymentApprovalLimit(
  tx: Transaction,
  companyId: string,
  paymentApprovalFromMinor: bigint | null,
): Promise<void> {
  await tx.update(company).set({ paymentApprovalFromMinor }).where(eq(company.companyId, companyId));
}
