import { countEqualChoices, countRulesFor, findContactName } from '@onfact-ponto/db';
import type { BankTransaction, Transaction } from '@onfact-ponto/db';

export type RuleOfferView = {
  counterpartReference: string;
  direction: 'in' | 'out';
  action: { type: 'relation'; relationId: string; relationName: string | null } | { type: 'ignore'; reason: string };
  choiceCount: number;
};

/** Asked after the third equal choice, and after every third one from then on: never twice in a row. */
const offeredEach = 3;

/**
 * "Always do so for this account?", when people chose nothing but the same for it. An account that pays for several
 * relations, or that was sometimes ignored, gets no offer.
 */
export async function offerRule(
  tx: Transaction,
  companyId: string,
  line: Pick<BankTransaction, 'counterpartReference' | 'amountMinor'>,
): Promise<RuleOfferView | null> {
  const { counterpartReference } = line;
  if (counterpartReference === null) return null;
  const direction = line.amountMinor > 0n ? 'in' : 'out';
  const { contacts, reasons } = await countEqualChoices(tx, companyId, { counterpartReference, direction });
  const [contact] = contacts;
  const [ignored] = reasons;
  const count = (contact ?? ignored)?.count ?? 0;
  if (contacts.length + reasons.length !== 1 || count === 0 || count % offeredEach !== 0) return null;
  if ((await countRulesFor(tx, companyId, { counterpartReference, direction })) > 0) return null;

  const offer = { counterpartReference, direction, choiceCount: count } as const;
  if (contact) {
    const { onfactContactId } = contact;
    const relationName = (await findContactName(tx, companyId, onfactContactId)) ?? null;
    return { ...offer, action: { type: 'relation', relationId: String(onfactContactId), relationName } };
  }
  return ignored ? { ...offer, action: { type: 'ignore', reason: ignored.reason } } : null;
}
