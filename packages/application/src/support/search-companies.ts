import { asSupport, searchCompanies as search } from '@onfact-ponto/db';
import type { Connection } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import type { SupportEmployee } from './support-access.ts';

export type FoundCompany = Readonly<{
  id: string;
  name: string;
  vatNumber: string | null;
  onfactCompanyId: string;
  /** Null when it has no live connection. */
  state: Connection['state'] | null;
}>;

const limit = 20;

/**
 * Finds companies by part of their name, VAT number, onFact's id, or the reference of their connection. It opens none:
 * that takes a reason.
 */
export async function searchCompanies(
  { db, log }: Pick<Services, 'db' | 'log'>,
  employee: SupportEmployee,
  text: string,
): Promise<FoundCompany[]> {
  const found = await asSupport(db, (tx) => search(tx, searchOf(text), limit));
  log.info('support looked for a company', { userId: employee.userId, foundCount: found.length });
  return found.map(({ companyId, name, vatNumber, onfactCompanyUuid, connectionState }) => ({
    id: companyId,
    name,
    vatNumber,
    onfactCompanyId: onfactCompanyUuid,
    state: connectionState,
  }));
}

/** "BE 0743.128.876" and "c-0f49-34c3" are numbers; anything is part of a name. */
export function searchOf(text: string) {
  const reference = /^c-([0-9a-f]{4})-([0-9a-f]{4})$/i.exec(text.trim());
  return {
    text: text.trim(),
    digits: /^(BE)?[\d\s.]+$/i.test(text.trim()) ? text.replace(/\D/g, '') : '',
    reference: reference
      ? { first: reference[1]?.toLowerCase() ?? '', last: reference[2]?.toLowerCase() ?? '' }
      : undefined,
  };
}
