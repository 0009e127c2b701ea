import type {
  AccountOverview,
  BankTransaction,
  CompletenessInterval,
  DayBalance,
  PayableDocument,
  StatementImport,
} from '@onfact-ponto/api-contract';
import { inject } from 'vitest';

/** The API as a program of the demo company uses it, with its key: what the pages show must be what it answers. */

export type AccountHistory = Readonly<{
  overview: AccountOverview;
  from: string;
  to: string;
  balances: DayBalance[];
  completeness: CompletenessInterval[];
}>;

export async function readOverviews(): Promise<AccountOverview[]> {
  return (await ask<{ items: AccountOverview[] }>('GET', '/v1/accounts-overview')).items;
}

export function readHistory(bankAccountId: string, period: { from: string; to: string }): Promise<AccountHistory> {
  return ask('GET', `/v1/bank-accounts/${bankAccountId}/history?${new URLSearchParams(period).toString()}`);
}

/** Uploads the statements, imports them, and answers how the import ended. */
export async function importStatements(file: Uint8Array<ArrayBuffer>): Promise<StatementImport> {
  const form = new FormData();
  form.append('files', new Blob([file]), 'afschriften.cod');
  const uploaded = await ask<StatementImport>('POST', '/v1/statement-imports', form);
  const path = `/v1/statement-imports/${uploaded.id}`;
  await ask('POST', `${path}/start`);
  for (;;) {
    const current = await ask<StatementImport>('GET', path);
    if (current.state !== 'waiting' && current.state !== 'importing') return current;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** What stands in the books of matching: the state of each line, and what each document still asks. */
export type Books = Readonly<{
  lines: { id: string; name: string | null; status: string; documentNumbers: string[] }[];
  open: Record<string, string>;
  proposedCount: number;
}>;

export async function readBooks(): Promise<Books> {
  const transactions = await readAll<BankTransaction>('/v1/bank-transactions');
  const documents = await readAll<PayableDocument>('/v1/documents', { state: 'all' });
  const lines = transactions.map(({ id, counterpartName, status, documentNumbers }) => ({
    id,
    name: counterpartName,
    status,
    documentNumbers,
  }));
  return {
    lines,
    open: Object.fromEntries(documents.map(({ id, open }) => [id, open.amount])),
    proposedCount: lines.filter(({ status }) => status === 'proposed').length,
  };
}

async function readAll<Item>(path: string, query: Record<string, string> = {}): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | null = null;
  do {
    const parameters = new URLSearchParams({ ...query, limit: '100', ...(after === null ? {} : { after }) });
    const page: { items: Item[]; next: string | null } = await ask('GET', `${path}?${parameters.toString()}`);
    items.push(...page.items);
    after = page.next;
  } while (after !== null);
  return items;
}

async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: FormData): Promise<Answer> {
  const { apiUrl, demo } = inject('endpoints');
  const response = await fetch(new URL(path, apiUrl), {
    method,
    headers: { authorization: `Bearer ${demo.apiKey}` },
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
