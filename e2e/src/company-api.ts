import type { AccountOverview, CompletenessInterval, DayBalance, StatementImport } from '@onfact-ponto/api-contract';
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
