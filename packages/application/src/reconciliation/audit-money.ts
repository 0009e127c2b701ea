import { inCompany, listBrokenSums } from '@onfact-ponto/db';
import type { BrokenSum } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

/**
 * Works the sums of a company out again, the day after something was booked: money in is what is allocated, what was
 * said to be something else, and what is open. The database keeps them so; if it ever does not, people must know.
 * @returns what does not hold; nothing in a sound company
 */
export async function auditMoney(context: Context): Promise<BrokenSum[]> {
  const broken = await inCompany(context.db, context.companyId, (tx) => listBrokenSums(tx, context.companyId));
  if (broken.length > 0) {
    context.log.warn('the sums of a company do not hold', {
      companyId: context.companyId,
      count: broken.length,
      first: broken.slice(0, 10),
    });
  }
  return broken;
}
