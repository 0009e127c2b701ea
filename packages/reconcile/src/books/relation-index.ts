import { parseIban } from '@onfact-ponto/primitives';
import type { Relation } from '../model.ts';
import { nameKeyOf, nameWordsOf } from '../text/names.ts';
import { createPostings } from './postings.ts';

/** Customers and suppliers by what a bank line shows of them. */
export type RelationIndex = ReturnType<typeof createRelationIndex>;

export function createRelationIndex() {
  const relations = new Map<string, Relation>();
  const byIban = createPostings<string, Relation>();
  const byName = createPostings<string, Relation>();
  const byWord = createPostings<string, Relation>();

  return {
    find: (relationId: string) => relations.get(relationId),

    put(relation: Relation): void {
      const present = relations.get(relation.id);
      if (present) {
        for (const iban of present.ibans) byIban.remove(accountKeyOf(iban), present);
        for (const key of nameKeysOf(present)) byName.remove(key, present);
        for (const word of tellingWordsOf(present.name)) byWord.remove(word, present);
      }
      relations.set(relation.id, relation);
      for (const iban of relation.ibans) byIban.add(accountKeyOf(iban), relation);
      for (const key of nameKeysOf(relation)) byName.add(key, relation);
      for (const word of tellingWordsOf(relation.name)) byWord.add(word, relation);
    },

    withAccount: (account: string) => byIban.get(account),
    withNameKey: (key: string) => byName.get(key),
    /** Those that share a word of this name which few have: candidates for a name that is cut or mistyped. */
    withWordOf: (name: string): readonly Relation[] =>
      tellingWordsOf(name).flatMap((word) => (byWord.count(word) <= mostWithWord ? byWord.get(word) : [])),
  };
}

function nameKeysOf({ name, aliases }: Relation): string[] {
  return [...new Set([name, ...aliases].map(nameKeyOf))].filter((key) => key !== '');
}

function tellingWordsOf(name: string): string[] {
  return nameWordsOf(name).filter((word) => word.length >= 4);
}

const mostWithWord = 40;

/** One spelling for an account; what is no IBAN counts as it is, without blanks. */
export function accountKeyOf(account: string): string {
  if (/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(account)) return account;
  return parseIban(account) ?? account.replace(/\s+/g, '').toUpperCase();
}
