import type { Explanation, LinePresence, PayableDocument, TransactionProposals } from '@onfact-ponto/api-contract';
import { formText } from '#lib/form-text.ts';
import { deserialize } from '$app/forms';
import { invalidate } from '$app/navigation';
import { type Answer, type DecisionName, type Shown, withoutAnswer } from './decision.ts';

/** The way of an open workbench to its own server: the same actions as its forms, and reads in between. */
export type Server = Readonly<{
  send(action: DecisionName | 'undo' | 'undoRun' | 'acceptAll' | 'makeRule', form: FormData): Promise<Answer>;
  readProposals(lineId: string): Promise<TransactionProposals | undefined>;
  explain(lineId: string, documentId: string | undefined): Promise<Explanation | undefined>;
  findDocuments(search: string): Promise<PayableDocument[] | undefined>;
  /** What accepting all certain ones would match now. */
  countCertain(account: string | undefined): Promise<Shown | undefined>;
  announce(lineId: string): Promise<LinePresence[] | undefined>;
  /** Reads the queue anew. */
  refresh(): Promise<void>;
}>;

const actionOf: Readonly<Record<DecisionName, string>> = {
  accepted: 'accept',
  ignored: 'ignore',
  transferred: 'transfer',
  rejected: 'reject',
};

export function callServer(path: string): Server {
  return {
    send: (action, form) => post(`${path}?/${action in actionOf ? actionOf[action as DecisionName] : action}`, form),
    readProposals: (lineId) => read(`${path}/lines/${lineId}`),
    explain: (lineId, documentId) =>
      read(`${path}/lines/${lineId}/explanation${documentId === undefined ? '' : `?documentId=${documentId}`}`),
    findDocuments: (search) => read(`${path}/documents?${new URLSearchParams({ search })}`),
    countCertain: (account) => read(`${path}/certain${account === undefined ? '' : `?account=${account}`}`),
    announce: (lineId) => read(`${path}/lines/${lineId}`, { method: 'POST' }),
    refresh: () => invalidate('reconcile:queue'),
  };
}

/** Without an answer nothing is known of what happened, and the line says so. */
async function post(address: string, form: FormData): Promise<Answer> {
  const lost = withoutAnswer(formText(form, 'lineId'));
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
      body: form,
    });
    const result = deserialize<Answer, Answer>(await response.text());
    if (result.type === 'redirect') return { ...lost, code: 'unauthenticated' };
    return (result.type === 'success' || result.type === 'failure' ? result.data : undefined) ?? lost;
  } catch {
    return lost;
  }
}

async function read<Found>(address: string, init?: RequestInit): Promise<Found | undefined> {
  try {
    const response = await fetch(address, init);
    return response.ok ? ((await response.json()) as Found) : undefined;
  } catch {
    return undefined;
  }
}
