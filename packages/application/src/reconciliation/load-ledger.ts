import {
  findCompany,
  findDifferenceLimit,
  findDocuments,
  findDocumentsNamedBy,
  listActiveRules,
  listBankAccounts,
  listContacts,
  listDocumentsToMatch,
  listEndToEndIds,
  listLinesOfAccounts,
  listLinesToMatch,
  listMemory,
  listRejectedPairs,
} from '@onfact-ponto/db';
import type { Contact, LineOfAccount, MatchRule, OpenDocument, Transaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { createLedger } from '@onfact-ponto/reconcile';
import type { BankLine, Ledger, MemoryEntry, OpenDocument as LedgerDocument, Relation } from '@onfact-ponto/reconcile';
import type { Context } from '../context.ts';

/** A ledger of the matcher, filled with what the company has now, and the rows that it was filled with. */
export type LoadedLedger = Readonly<{
  ledger: Ledger;
  today: IsoDate;
  lines: readonly LineOfAccount[];
  documents: ReadonlyMap<string, OpenDocument>;
  rules: readonly MatchRule[];
}>;

/** Closed documents tell who pays by an old reference; longer ago is chance. */
const rememberedDays = 730;

/**
 * @param lineIds these lines instead of all that wait
 * @param documentIds these documents, and those that the lines name, instead of all: enough to learn from, not to match
 */
export async function loadLedger(
  tx: Transaction,
  context: Context,
  { lineIds, documentIds }: { lineIds?: readonly string[]; documentIds?: readonly string[] } = {},
): Promise<LoadedLedger> {
  const { companyId } = context;
  const today = bankDayOfDate(context.clock.now());
  const [company, accounts, limit, contacts, rules, memory, rejected, transfers, lines, documents] = await Promise.all([
    findCompany(tx, companyId),
    listBankAccounts(tx, companyId),
    findDifferenceLimit(tx, companyId),
    listContacts(tx, companyId),
    listActiveRules(tx, companyId),
    listMemory(tx, companyId),
    listRejectedPairs(tx, companyId),
    listEndToEndIds(tx, companyId),
    lineIds ? listLinesOfAccounts(tx, companyId, lineIds) : listLinesToMatch(tx, companyId),
    documentIds
      ? documentsOf(tx, companyId, documentIds, lineIds ?? [])
      : listDocumentsToMatch(tx, companyId, addDays(today, -rememberedDays)),
  ]);
  const ledger = createLedger({
    name: company?.name ?? '',
    ownAccounts: accounts.map(({ reference }) => reference),
    paymentDifferenceLimitMinor: limit ?? 0n,
  });
  for (const relation of relationsOf(contacts, documents, rules)) ledger.putRelation(relation);
  const ownIds = Map.groupBy(transfers, ({ documentId }) => documentId);
  for (const document of documents) {
    const endToEndIds = ownIds.get(document.documentId)?.map(({ endToEndId }) => endToEndId);
    ledger.putDocument({ ...documentOf(document), endToEndIds });
  }
  for (const line of lines) ledger.putLine(lineOf(line));
  ledger.putMemory([...memory.map((row) => memoryEntryOf(row)), ...rejected.map((pair) => rejectionOf(pair, today))]);
  return { ledger, today, lines, documents: new Map(documents.map((row) => [row.documentId, row])), rules };
}

async function documentsOf(
  tx: Transaction,
  companyId: string,
  documentIds: readonly string[],
  lineIds: readonly string[],
): Promise<OpenDocument[]> {
  const [meant, named] = await Promise.all([
    findDocuments(tx, companyId, documentIds),
    findDocumentsNamedBy(tx, companyId, lineIds),
  ]);
  return [...meant, ...named.filter(({ documentId }) => !documentIds.includes(documentId))];
}

function lineOf({ line, accountReference }: LineOfAccount): BankLine {
  return {
    id: line.bankTransactionId,
    accountIban: accountReference,
    executionDate: line.executionDate as IsoDate,
    valueDate: line.valueDate as IsoDate,
    amountMinor: line.amountMinor,
    currency: line.currency,
    counterpartName: line.counterpartName ?? undefined,
    counterpartReference: line.counterpartReference ?? undefined,
    remittanceInformation: line.remittanceInformation ?? undefined,
    remittanceInformationType: line.remittanceInformationType === 'structured' ? 'structured' : 'unstructured',
    additionalInformation: line.additionalInformation ?? undefined,
    endToEndId: line.endToEndId ?? undefined,
    bankTransactionCode: line.bankTransactionCode ?? undefined,
    mandateId: line.mandateId ?? undefined,
    creditorId: line.creditorId ?? undefined,
    source: line.source,
  };
}

/** A payment request is paid like a sales invoice. What onFact takes no payment for is closed. */
function documentOf(document: OpenDocument): LedgerDocument {
  const { discountMinor, discountUntil } = document;
  const openMinor = openAmountOf(document);
  return {
    id: document.documentId,
    kind: document.kind === 'payment_request' ? 'sales_invoice' : document.kind,
    number: document.number,
    structuredCommunication: document.structuredCommunication ?? undefined,
    creditorReference: document.creditorReference ?? undefined,
    relationId: relationIdOf(document),
    issueDate: (document.issueDate ?? '1970-01-01') as IsoDate,
    dueDate: (document.dueDate as IsoDate | null) ?? undefined,
    currency: document.currency,
    totalMinor: document.totalMinor,
    openMinor,
    discount:
      discountMinor !== null && discountUntil !== null
        ? { amountMinor: discountMinor, until: discountUntil as IsoDate }
        : undefined,
    status: isPayable(document) && openMinor > 0n ? 'open' : 'closed',
  };
}

export function openAmountOf({ totalMinor, allocatedMinor, adjustedMinor }: OpenDocument): bigint {
  const open = totalMinor - allocatedMinor - adjustedMinor;
  return open > 0n ? open : 0n;
}

/** Whether a payment may be booked on it at all. */
export function isPayable({ isOpen, isLocked, isDeleted, contradictedSince }: OpenDocument): boolean {
  return isOpen && !isLocked && !isDeleted && contradictedSince === null;
}

function relationIdOf({ onfactContactId }: { onfactContactId: number | null }): string | undefined {
  return onfactContactId === null ? undefined : String(onfactContactId);
}

/** Contacts, and whom documents name that is not among them yet, with the accounts that are known to be theirs. */
function relationsOf(
  contacts: readonly Contact[],
  documents: readonly OpenDocument[],
  rules: readonly MatchRule[],
): Relation[] {
  const relations = new Map<string, { relation: Relation; names: Set<string>; ibans: Set<string> }>();
  for (const { onfactContactId, name, isCustomer, isSupplier } of contacts) {
    const role = isCustomer === isSupplier ? 'both' : isCustomer ? 'customer' : 'supplier';
    add(String(onfactContactId), role, name);
  }
  for (const document of documents) {
    const id = relationIdOf(document);
    if (id === undefined) continue;
    const known = relations.get(id) ?? add(id, 'both', document.contactName ?? '');
    if (document.contactName) known.names.add(document.contactName);
    if (document.payeeIban) known.ibans.add(document.payeeIban);
  }
  for (const { outcome, onfactContactId, counterpartReference } of rules) {
    if (outcome !== 'contact' || counterpartReference === null) continue;
    relations.get(String(onfactContactId))?.ibans.add(counterpartReference);
  }
  return [...relations.values()].map(({ relation, names, ibans }) => ({
    ...relation,
    aliases: [...names].filter((name) => name !== relation.name).toSorted(),
    ibans: [...ibans].toSorted(),
  }));

  function add(id: string, role: Relation['role'], name: string) {
    const added = {
      relation: { id, role, name, aliases: [], ibans: [] },
      names: new Set<string>(),
      ibans: new Set<string>(),
    };
    relations.set(id, added);
    return added;
  }
}

function memoryEntryOf(row: {
  kind: string;
  value: string;
  onfactContactId: number | null;
  confirmations: number;
  contradictions: number;
  lastOn: string;
}): MemoryEntry {
  const { kind, value, confirmations, contradictions, lastOn } = row;
  return {
    kind: kind as MemoryEntry['kind'],
    value,
    relationId: relationIdOf(row),
    confirmations,
    contradictions,
    lastOn: lastOn as IsoDate,
  };
}

function rejectionOf(pair: { bankTransactionId: string; documentId: string }, today: IsoDate): MemoryEntry {
  const value = `${pair.bankTransactionId} ${pair.documentId}`;
  return { kind: 'rejected_pair', value, confirmations: 1, contradictions: 0, lastOn: today };
}
