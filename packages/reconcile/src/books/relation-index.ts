import { parseIban } from '@onfact-ponto/primitives';
import type { Relation } from '../model.ts';
import { nameKeyOf } from '../text/names.ts';
import { createPostings } from './postings.ts';

/** Customers and suppliers by what a bank line shows of them. */
export type RelationIndex = ReturnType<typeof createRelationIndex>;

export function createRelationIndex() {
  const relations = new Map<string, Relation>();
  const byIban = createPostings<string, Relation>();
  const byName = createPostings<string, Relation>();

  return {
    find: (relationId: string) => relations.get(relationId),

    put(relation: Relation): void {
      const present = relations.get(relation.id);
      if (present) {
        for (const iban of present.ibans) byIban.remove(accountKeyOf(iban), present);
        for (const key of nameKeysOf(present)) byName.remove(key, present);
      }
      relations.set(relation.id, relation);
      for (const iban of relation.ibans) byIban.add(accountKeyOf(iban), relation);
      for (const key of nameKeysOf(relation)) byName.add(key, relation);
    },

    withAccount: (account: string) => byIban.get(account),
    withNameKey: (key: string) => byName.get(key),
  };
}

function nameKeysOf({ name, aliases }: Relation): string[] {
  return [...new Set([name, ...aliases].map(nameKeyOf))].filter((key) => key !== '');
}

/** One spelling for an account; what is no IBAN counts as it is, without blanks. */
export function accountKeyOf(account: string): string {
  if (/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(account)) return account;
  return parseIban(account) ?? account.replace(/\s+/g, '').toUpperCase();
}
