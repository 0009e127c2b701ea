import type { LedgerSettings } from '../model.ts';
import { createWaitingLines } from '../evidence/waiting-lines.ts';
import { createMemory } from '../memory.ts';
import { nameKeyOf } from '../text/names.ts';
import { createDocumentIndex } from './document-index.ts';
import { accountKeyOf, createRelationIndex } from './relation-index.ts';

/** Everything that evidence is looked up in. */
export type Books = ReturnType<typeof createBooks>;

export function createBooks(settings: LedgerSettings) {
  return {
    documents: createDocumentIndex(),
    relations: createRelationIndex(),
    memory: createMemory(),
    ownAccounts: new Set(settings.ownAccounts.map(accountKeyOf)),
    ownNameKey: nameKeyOf(settings.name),
    paymentDifferenceLimitMinor: settings.paymentDifferenceLimitMinor,
    waiting: createWaitingLines(),
    /** Day number of the present run. */
    today: 0,
  };
}
