import { Problem, TransactionProposals } from '@onfact-ponto/api-contract';
import type { QueueLine } from '@onfact-ponto/api-contract';
import { findDocuments, inCompany, schema } from '@onfact-ponto/db';
import type { BankAccount, Proposal } from '@onfact-ponto/db';
import { givenBankAccount, givenCompany, givenDocument, givenLines, lineReading } from '@onfact-ponto/db/testing';
import { expect } from 'vitest';
import { givenApi } from './given-api.ts';
import type { Ask, TestApi } from './given-api.ts';

export type QueuePage = {
  items: QueueLine[];
  next: string | null;
  counts: { certain: number; probable: number; none: number };
  certainTotals: unknown[];
  certainUntil: string | null;
  doneToday: unknown;
  accounts: unknown[];
};

type Level = 'certain' | 'strong' | 'possible';
type Decided = { remainder?: string; seen?: string; version?: string; headers?: object };

export type TwoPeople = Awaited<ReturnType<typeof givenTwoPeople>>;

/**
 * Two people of one company, an administrator and a user, over the real api. Signing in too often is refused, so they
 * sign in once and each test works in a company of its own.
 */
export async function givenTwoPeople(databaseOwnerUrl: string) {
  const api = await givenApi(databaseOwnerUrl);
  const companies = await Promise.all(Array.from({ length: 40 }, () => givenCompany(api.db)));
  const signIn = (name: string, role: 'admin' | 'user') =>
    api.signIn({
      sub: name,
      email: `${name}@delinde.be`,
      name,
      companies: companies.map((id) => ({ uuid: `onfact-${id}`, name: 'Houtatelier', role })),
    });
  const mieke = await signIn('Mieke', 'admin');
  const tom = await signIn('Tom', 'user');

  return {
    api,
    mieke,
    tom,
    /** A new company with one account, for which both work from now on. */
    async startDay() {
      const companyId = companies.pop();
      if (companyId === undefined) throw new Error('There are more tests than companies');
      for (const ask of [mieke, tom]) await read(ask('PUT', '/v1/session/company', { body: { companyId } }));
      return givenDesk(api, companyId, await givenBankAccount(api.db, companyId));
    },
  };
}

export type Desk = ReturnType<typeof givenDesk>;

/** What is there, and what people do with it, in one company. */
function givenDesk(api: TestApi, companyId: string, account: BankAccount) {
  const findDocument = async (documentId: string) => {
    const [document] = await inCompany(api.db, companyId, (tx) => findDocuments(tx, companyId, [documentId]));
    return document;
  };
  const versionOf = async (documentId: string) => String((await findDocument(documentId))?.version ?? 1);
  const proposalsOf = (ask: Ask, lineId: string) =>
    read(ask('GET', `/v1/bank-transactions/${lineId}/proposals`), TransactionProposals);

  return {
    companyId,
    account,
    findDocument,
    versionOf,
    proposalsOf,

    lines: (...changes: Parameters<typeof lineReading>[0][]): Promise<string[]> =>
      givenLines(
        api.db,
        account,
        changes.map((change) => lineReading(change)),
      ),
    document: (change?: Parameters<typeof givenDocument>[2]) => givenDocument(api.db, companyId, change),

    /** What a run of the matcher would have kept: each of the lines for 121.00 of one document. */
    async proposals(levels: Record<string, Level>, documentId: string): Promise<void> {
      const version = Number(await versionOf(documentId));
      const allocations = [{ documentId, amountMinor: '12100', version }];
      const rows = Object.entries(levels).map(([bankTransactionId, level]): Proposal => ({
        companyId,
        bankTransactionId,
        level,
        lineKind: null,
        pairedTransactionId: null,
        rule: 'suggestion',
        automation: 'learned',
        confidence: 0.9,
        evidenceClass: null,
        choices: [{ allocations, confidence: 0.9, reasons: [] }],
        reasons: [],
        vetoes: [],
        seenRevision: 1,
        matcherVersion: '1',
        proposedAt: api.time.now,
      }));
      await inCompany(api.db, companyId, (tx) => tx.insert(schema.proposal).values(rows));
    },

    /** A run of the matcher at another time than the one before. */
    passTime(): void {
      api.time.now = new Date(api.time.now.getTime() + 60_000);
    },

    /** What is open of a document, in minor units. */
    async openOf(documentId: string): Promise<bigint | undefined> {
      const document = await findDocument(documentId);
      return document && document.totalMinor - document.allocatedMinor - document.adjustedMinor;
    },

    /** The token of a line that nobody decided about yet. */
    firstSeen: (lineId: string): Promise<string> =>
      inCompany(api.db, companyId, async (tx) => {
        const lines = await tx.select().from(schema.bankTransaction);
        const line = lines.find(({ bankTransactionId }) => bankTransactionId === lineId);
        return Buffer.from(JSON.stringify([line?.revision, '0', null])).toString('base64url');
      }),

    /** On what the asker sees now, unless the test says what was seen. */
    async allocate(
      ask: Ask,
      lineId: string,
      parts: readonly (readonly [documentId: string, amount: string])[],
      { remainder = 'none', seen, version, headers }: Decided = {},
    ): Promise<Response> {
      const allocations = [];
      for (const [documentId, amount] of parts) {
        const stands = version ?? (await versionOf(documentId));
        allocations.push({ documentId, amount: { amount, currency: 'EUR' }, version: stands });
      }
      const body = { allocations, remainder, seen: seen ?? (await proposalsOf(ask, lineId)).seen };
      return ask('POST', `/v1/bank-transactions/${lineId}/allocations`, { body, ...(headers && { headers }) });
    },

    async ignore(
      ask: Ask,
      lineId: string,
      reason: string,
      { note = null, seen }: { note?: string | null; seen?: string } = {},
    ) {
      const body = { reason, note, seen: seen ?? (await proposalsOf(ask, lineId)).seen };
      return ask('POST', `/v1/bank-transactions/${lineId}/ignore`, { body });
    },
  };
}

/** The body of an answer that must be a yes. */
export async function read<T>(
  asked: Promise<Response>,
  schemaOf?: { parse(value: unknown): T },
  status = 200,
): Promise<T> {
  const answer = await asked;
  const body: unknown = await answer.json();
  if (answer.status !== status) throw new Error(`Answered ${answer.status}: ${JSON.stringify(body)}`);
  return schemaOf ? schemaOf.parse(body) : (body as T);
}

/** The problem of an answer that must be a no. */
export async function refused(asked: Promise<Response>, code: string): Promise<Problem> {
  const problem = Problem.parse(await (await asked).json());
  expect(problem.code).toBe(code);
  return problem;
}
