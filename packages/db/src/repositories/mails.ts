import { and, desc, eq, lte, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { company, companyMember, connectionTransition, mail, user } from '../schema/index.ts';
import type { CompanyRole } from './companies.ts';

export type Mail = typeof mail.$inferSelect;

/** A person of the company, with what a mail needs. */
export type Receiver = Readonly<{ userId: string; name: string; email: string; language: string | null }>;

/** Writes down which mails must be sent. */
export async function insertMails(
  tx: Transaction,
  rows: readonly Pick<Mail, 'companyId' | 'notificationId' | 'userId' | 'role' | 'createdAt'>[],
): Promise<Mail[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(mail)
    .values(rows.map((row) => ({ ...row, state: 'pending' as const, dueAt: row.createdAt })))
    .onConflictDoNothing()
    .returning();
}

/** Nobody else changes it until this transaction ends. */
export async function lockMail(
  tx: Transaction,
  { companyId, mailId }: { companyId: string; mailId: string },
): Promise<Mail | undefined> {
  const [row] = await tx
    .select()
    .from(mail)
    .where(and(eq(mail.companyId, companyId), eq(mail.mailId, mailId)))
    .for('update');
  return row;
}

export async function updateMail(
  tx: Transaction,
  { companyId, mailId }: Pick<Mail, 'companyId' | 'mailId'>,
  change: Partial<typeof mail.$inferInsert>,
): Promise<void> {
  await tx
    .update(mail)
    .set(change)
    .where(and(eq(mail.companyId, companyId), eq(mail.mailId, mailId)));
}

/**
 * What must be sent now, over all companies, oldest first; of each company only so many, so that one whose receivers
 * refuse everything does not keep the others waiting. Run it as the dispatcher.
 */
export async function listDueMails(
  tx: Transaction,
  { now, limit, limitPerCompany }: { now: Date; limit: number; limitPerCompany: number },
): Promise<Pick<Mail, 'companyId' | 'mailId'>[]> {
  const due = tx
    .select({
      companyId: mail.companyId,
      mailId: mail.mailId,
      dueAt: mail.dueAt,
      place: sql<number>`row_number() over (partition by ${mail.companyId} order by ${mail.dueAt})`.as('place'),
    })
    .from(mail)
    .where(lte(mail.dueAt, now))
    .as('due');
  return tx
    .select({ companyId: due.companyId, mailId: due.mailId })
    .from(due)
    .where(lte(due.place, limitPerCompany))
    .orderBy(due.dueAt)
    .limit(limit);
}

/** Who works for the company now. */
export async function listMembers(
  tx: Transaction,
  companyId: string,
): Promise<{ userId: string; role: CompanyRole }[]> {
  return tx
    .select({ userId: companyMember.userId, role: companyMember.role })
    .from(companyMember)
    .where(eq(companyMember.companyId, companyId))
    .orderBy(companyMember.userId);
}

/** Who went to Ponto last and linked the company: the one who most likely holds the account there. */
export async function findLinker(tx: Transaction, companyId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ userId: connectionTransition.actorId })
    .from(connectionTransition)
    .where(
      and(
        eq(connectionTransition.companyId, companyId),
        eq(connectionTransition.event, 'connected'),
        eq(connectionTransition.actorType, 'user'),
      ),
    )
    .orderBy(desc(connectionTransition.at))
    .limit(1);
  return row?.userId;
}

/** Undefined when the user no longer works for this company. */
export async function findReceiver(
  tx: Transaction,
  { companyId, userId }: { companyId: string; userId: string },
): Promise<(Receiver & { companyName: string }) | undefined> {
  const [row] = await tx
    .select({
      userId: user.id,
      name: user.name,
      email: user.email,
      language: user.language,
      companyName: company.name,
    })
    .from(companyMember)
    .innerJoin(user, eq(user.id, companyMember.userId))
    .innerJoin(company, eq(company.companyId, companyMember.companyId))
    .where(and(eq(companyMember.companyId, companyId), eq(companyMember.userId, userId)));
  return row;
}
