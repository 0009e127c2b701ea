import { findCompany, findSupportEntry, inCompany } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { contextOf } from '../context.ts';
import type { Context, Services } from '../context.ts';
import { ApplicationError } from '../errors.ts';

/** A colleague who signed in as such. */
export type SupportEmployee = Readonly<{ userId: string; name: string }>;

/** A reason opens a company for this long. */
const openForMs = 60 * 60_000;

/**
 * Opens a company for a support employee. The reason stands in the company's own trail, and that entry is the
 * permission: there is no other.
 * @returns until when
 */
export async function openCompany(
  services: Services,
  employee: SupportEmployee,
  { companyId, reason }: { companyId: string; reason: string },
): Promise<{ openUntil: Date }> {
  const context = contextFor(services, companyId, employee, reason);
  const now = services.clock.now();
  await inCompany(services.db, companyId, async (tx) => {
    if (!(await findCompany(tx, companyId))) throw new ApplicationError('company_not_found');
    await recordAudit(tx, context, { action: 'support.open', subject: { type: 'company', id: companyId } });
  });
  return { openUntil: new Date(now.getTime() + openForMs) };
}

/**
 * What an employee works with after giving a reason.
 * @throws ApplicationError `support_reason_required`, also for a company that does not exist
 */
export async function supportContext(
  services: Services,
  employee: SupportEmployee,
  companyId: string,
): Promise<{ context: Context; openUntil: Date }> {
  const after = new Date(services.clock.now().getTime() - openForMs);
  const opened = await inCompany(services.db, companyId, (tx) =>
    findSupportEntry(tx, { companyId, actorId: employee.userId, action: 'support.open', after }),
  );
  if (!opened) throw new ApplicationError('support_reason_required');
  return {
    context: contextFor(services, companyId, employee, opened.reason ?? ''),
    openUntil: new Date(opened.at.getTime() + openForMs),
  };
}

/** The same company for one action, which has a reason of its own. */
export function forReason(context: Context, reason: string): Context {
  return context.actor.type === 'support' ? { ...context, actor: { ...context.actor, reason } } : context;
}

function contextFor(services: Services, companyId: string, { userId, name }: SupportEmployee, reason: string): Context {
  return contextOf(services, companyId, { type: 'support', userId, name, reason });
}
