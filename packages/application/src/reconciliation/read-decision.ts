import { inCompany } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { getBankTransaction } from '../transaction/get-transaction.ts';
import type { TransactionDetail } from '../transaction/get-transaction.ts';
import { offerRule } from './offer-rule.ts';
import type { RuleOfferView } from './offer-rule.ts';
import { seenOf } from './seen.ts';

export type DecisionView = { detail: TransactionDetail; seen: string; ruleOffer: RuleOfferView | null };

/**
 * A line as it stands after a decision.
 * @param mayOffer whether the decision was one that a rule could take over
 */
export async function readDecision(
  context: Context,
  { bankTransactionId, mayOffer }: { bankTransactionId: string; mayOffer: boolean },
): Promise<DecisionView> {
  const detail = await getBankTransaction(context, { bankTransactionId });
  const line = detail.transaction;
  const ruleOffer = mayOffer
    ? await inCompany(context.db, context.companyId, (tx) => offerRule(tx, context.companyId, line))
    : null;
  return { detail, seen: seenOf(line), ruleOffer };
}
