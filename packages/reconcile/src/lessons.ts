import type { IsoDate } from '@onfact-ponto/primitives';
import { accountKeyOf } from './books/relation-index.ts';
import type { Books } from './books/books.ts';
import type { Item } from './books/item.ts';
import { Evidence } from './evidence/evidence.ts';
import { isExactForm } from './evidence/mention.ts';
import { agreementOfNames } from './evidence/payer.ts';
import { afterLesson, pairOf } from './memory.ts';
import type { Allocation, BankLine, LedgerEvent, MemoryEntry } from './model.ts';
import { nameKeyOf } from './text/names.ts';

type Subject = Pick<MemoryEntry, 'kind' | 'value' | 'relationId'>;
type Lesson = Readonly<{ about: Subject; teaches: 'confirmation' | 'contradiction' | 'withdrawal' }>;

/** What an event teaches: changes the memory and gives the entries that are different now. */
export function teach(books: Books, line: BankLine, event: LedgerEvent, on: IsoDate): MemoryEntry[] {
  return lessonsOf(books, line, event).map(({ about, teaches }) => {
    const present = books.memory.get(about.kind, about.value, about.relationId);
    const entry = teaches === 'withdrawal' ? withdrawn(present, about, on) : afterLesson(present, about, teaches, on);
    books.memory.put(entry);
    return entry;
  });
}

function lessonsOf(books: Books, line: BankLine, event: LedgerEvent): Lesson[] {
  switch (event.type) {
    case 'booked':
      return [
        { about: trustIn(event.rule), teaches: 'confirmation' },
        /** What was concluded from the payer alone must not strengthen the belief in that payer. */
        ...(isByPayer(event.rule) ? [] : confirming(payerLessons(books, line, event.allocations))),
      ];
    case 'confirmed':
      return [
        ...confirming(
          event.allocations.length === 0 ? noDocumentLessons(line) : handLessons(books, line, event.allocations),
        ),
        ...(event.proposed
          ? [
              {
                about: trustIn(event.proposed.evidenceClass),
                teaches: event.proposed.isRight ? ('confirmation' as const) : ('contradiction' as const),
              },
            ]
          : []),
      ];
    case 'rejected':
      return confirming(event.documentIds.map((documentId) => rejection(line, documentId)));
    case 'undone':
      return undoLessons(books, line, event);
  }
}

/** Takes back what the booking taught. Of an automatic one also: never this pair, less trust in rule and payer. */
function undoLessons(books: Books, line: BankLine, { allocations, rule }: LedgerEvent & { type: 'undone' }): Lesson[] {
  if (rule === undefined) {
    const taught = allocations.length === 0 ? noDocumentLessons(line) : handLessons(books, line, allocations);
    return withdrawing(taught);
  }
  const contradicted = isByPayer(rule) ? payerLessons(books, line, allocations) : [];
  return [
    ...(isByPayer(rule) ? [] : withdrawing(payerLessons(books, line, allocations))),
    ...contradicted.map((about) => ({ about, teaches: 'contradiction' as const })),
    ...confirming(allocations.map(({ documentId }) => rejection(line, documentId))),
    ...confirming(repeatedReferences(books, line, ({ document }) => isAmong(allocations, document.id))),
    { about: trustIn(rule), teaches: 'contradiction' },
  ];
}

/** The account, and the name where it is not the one in the books, of the one relation that was paid. */
function payerLessons({ documents, relations }: Books, line: BankLine, allocations: readonly Allocation[]): Subject[] {
  const ids = new Set(allocations.map(({ documentId }) => documents.find(documentId)?.document.relationId));
  const [relationId] = ids;
  if (ids.size !== 1 || relationId === undefined) return [];
  const { counterpartReference, counterpartName } = line;
  const subjects: Subject[] = [];
  if (counterpartReference !== undefined) {
    subjects.push({ kind: 'iban', value: accountKeyOf(counterpartReference), relationId });
  }
  const relation = relations.find(relationId);
  const key = counterpartName === undefined ? '' : nameKeyOf(counterpartName);
  if (key !== '' && relation && agreementOfNames(counterpartName, relation) !== 'equal') {
    subjects.push({ kind: 'name', value: key, relationId });
  }
  return subjects;
}

/** What a booking by hand tells: who pays, and which communication of another document is repeated. */
function handLessons(books: Books, line: BankLine, allocations: readonly Allocation[]): Subject[] {
  return [
    ...payerLessons(books, line, allocations),
    ...repeatedReferences(books, line, ({ document }) => !isAmong(allocations, document.id)),
  ];
}

/** The line carries the communication of a document that it does not pay: its payer repeats that one. */
function repeatedReferences(books: Books, line: BankLine, isUnmeant: (item: Item) => boolean): Subject[] {
  return new Evidence(line, books)
    .references()
    .mentions.filter(({ form }) => isExactForm(form))
    .flatMap(({ items }) => items)
    .filter(isUnmeant)
    .flatMap(({ document: { structuredCommunication, relationId } }) =>
      structuredCommunication === undefined
        ? []
        : [{ kind: 'old_reference' as const, value: structuredCommunication, relationId }],
    );
}

function isAmong(allocations: readonly Allocation[], id: string): boolean {
  return allocations.some(({ documentId }) => documentId === id);
}

function noDocumentLessons({ counterpartReference }: BankLine): Subject[] {
  return counterpartReference === undefined
    ? []
    : [{ kind: 'no_document', value: accountKeyOf(counterpartReference), relationId: undefined }];
}

function rejection(line: BankLine, documentId: string): Subject {
  return { kind: 'rejected_pair', value: pairOf(line.id, documentId), relationId: undefined };
}

function trustIn(rule: string): Subject {
  return { kind: 'rule_trust', value: rule, relationId: undefined };
}

function confirming(subjects: readonly Subject[]): Lesson[] {
  return subjects.map((about) => ({ about, teaches: 'confirmation' }));
}

function withdrawing(subjects: readonly Subject[]): Lesson[] {
  return subjects.map((about) => ({ about, teaches: 'withdrawal' }));
}

function withdrawn(present: MemoryEntry | undefined, about: Subject, on: IsoDate): MemoryEntry {
  const { confirmations = 0, contradictions = 0 } = present ?? {};
  return { ...about, confirmations: Math.max(0, confirmations - 1), contradictions, lastOn: on };
}

/** Rules that conclude from who pays. */
function isByPayer(rule: string): boolean {
  return rule === 'known-payer-one' || rule === 'known-payer-several';
}
