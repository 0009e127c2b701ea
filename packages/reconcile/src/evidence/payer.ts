import type { Reason } from '../decision.ts';
import type { RelationIndex } from '../books/relation-index.ts';
import { isLive } from '../memory.ts';
import type { Memory } from '../memory.ts';
import type { BankLine, MemoryEntry, Relation } from '../model.ts';
import { compareNames, nameKeyOf } from '../text/names.ts';
import type { Evidence } from './evidence.ts';

/**
 * Who is behind the counterpart. `identified`: one relation, by an account that is trusted or was confirmed.
 * `shared`: several by account; what they have open together counts as one pile. `hinted`: by an account seen
 * once, or by name: enough to suggest, and to agree with a reference, never enough by itself.
 */
export type Payer = Readonly<{
  certainty: 'identified' | 'shared' | 'hinted' | 'unknown';
  relationIds: readonly string[];
  reasons: readonly Reason[];
}>;

export function identifyPayer({ line, account, isDenied, books }: Evidence): Payer {
  if (isDenied) return nobody;
  const { relations, memory, today: day } = books;
  if (account !== undefined) {
    const trusted = relations.withAccount(account);
    const learned = liveAbout(memory, 'iban', account, day);
    const ids = idsOf(trusted, learned);
    if (ids.length > 1) {
      const isTrusted = (id: string) => trusted.some((relation) => relation.id === id);
      return shared(
        ids,
        ids.every((id) => isTrusted(id) || isConfirmed(id, learned)),
      );
    }
    const [id] = ids;
    if (id !== undefined)
      return trusted.length > 0 ? ofTrustedAccount(ids) : ofLearnedAccount(line, id, learned[0], relations);
  }
  return byName(line, relations, memory, day);
}

/** Of relations and of entries about them, each once, in a stable order. */
function idsOf(relations: readonly Relation[], learned: readonly MemoryEntry[]): string[] {
  const ids = relations.map(({ id }) => id);
  for (const { relationId } of learned) if (relationId !== undefined) ids.push(relationId);
  return ids.length > 1 ? [...new Set(ids)].toSorted() : ids;
}

function liveAbout(memory: Memory, kind: 'iban' | 'name', value: string, day: number): readonly MemoryEntry[] {
  const entries = memory.about(kind, value);
  return entries.length === 0 ? entries : entries.filter((entry) => isLive(entry, day));
}

function ofTrustedAccount(relationIds: readonly string[]): Payer {
  return { certainty: 'identified', relationIds, reasons: trustedAccount };
}

const trustedAccount: readonly Reason[] = [{ code: 'account_trusted' }];

function ofLearnedAccount(
  line: BankLine,
  id: string,
  learned: MemoryEntry | undefined,
  relations: RelationIndex,
): Payer {
  const relationIds = [id];
  const by = { confirmations: learned?.confirmations, lastOn: learned?.lastOn };
  const payer = (certainty: Payer['certainty'], reason: Reason): Payer => ({
    certainty,
    relationIds,
    reasons: [reason],
  });
  if (learned && learned.confirmations >= confirmationsToKnow) {
    return payer('identified', { code: 'account_learned', ...by });
  }
  const relation = relations.find(id);
  const agreement = relation ? agreementOfNames(line.counterpartName, relation) : 'unknown';
  return agreement === 'equal' || agreement === 'alike'
    ? payer('identified', { code: 'account_seen_with_name', ...by })
    : payer('hinted', { code: 'account_learned', ...by });
}

/** Somebody who paid once for each of several people may pay for anybody next. */
function shared(ids: readonly string[], isEachKnown: boolean): Payer {
  if (ids.length > mostSharers) return nobody;
  return {
    certainty: isEachKnown ? 'shared' : 'hinted',
    relationIds: ids,
    reasons: [{ code: 'account_shared' }],
  };
}

function isConfirmed(id: string, learned: readonly MemoryEntry[]): boolean {
  return learned.some(({ relationId, confirmations }) => relationId === id && confirmations >= confirmationsToKnow);
}

/** A name alone hints at most. */
function byName(line: BankLine, relations: RelationIndex, memory: Memory, day: number): Payer {
  if (line.counterpartName === undefined) return nobody;
  const key = nameKeyOf(line.counterpartName);
  if (key === '') return nobody;
  const learned = liveAbout(memory, 'name', key, day);
  const ids = idsOf(relations.withNameKey(key), learned);
  if (ids.length === 0 || ids.length > mostSharers) return nobody;
  return {
    certainty: 'hinted',
    relationIds: ids,
    reasons: [{ code: 'name_equal', matchedText: line.counterpartName, field: 'counterpartName' }],
  };
}

/** The best agreement of the shown name with the name and the aliases in the books. */
export function agreementOfNames(shown: string | undefined, relation: Relation) {
  let best = compareNames(shown, relation.name);
  for (const alias of relation.aliases) {
    const agreement = compareNames(shown, alias);
    if (agreement === 'equal' || (agreement === 'alike' && best !== 'equal')) best = agreement;
  }
  return best;
}

const nobody: Payer = { certainty: 'unknown', relationIds: [], reasons: [] };
const confirmationsToKnow = 2;
/** An account of more than these (an accountant, a marketplace) says nothing about who pays. */
const mostSharers = 6;
