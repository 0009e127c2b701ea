import type { QueueGroup } from '@onfact-ponto/api-contract';
import { isId } from '#lib/is-id.ts';
import { queueGroups } from './queue.ts';

/** What the workbench shows stands in its address, so that it can be linked, reloaded, and used without script. */

export const panels = ['split', 'ignore', 'find', 'acceptAll'] as const;
export type Panel = (typeof panels)[number];

export type View = Readonly<{
  account?: string;
  after?: string;
  /** Only these lines in the queue: one whose first page is full of others is reached so. */
  group?: QueueGroup;
  line?: string;
  /** From 0. */
  choice: number;
  panel?: Panel;
  /** Documents that were searched and taken into the split. */
  with: readonly string[];
  find?: string;
  /** A document, or `line` for the line as a whole. */
  why?: string;
  /** On a narrow screen either the line or the queue is shown. */
  isQueueOpen: boolean;
}>;

export function readView(parameters: URLSearchParams): View {
  const text = (name: string) => {
    const written = parameters.get(name)?.trim().slice(0, 200);
    return written === '' ? undefined : written;
  };
  const id = (name: string) => (isId(text(name)) ? text(name) : undefined);
  const panel = panels.find((known) => known === text('panel'));
  const group = queueGroups.find((known) => known === text('group'));
  const find = text('find');
  const why = text('why') === 'line' ? 'line' : id('why');
  const [account, line, after] = [id('account'), id('line'), text('after')];
  return {
    ...(account === undefined ? {} : { account }),
    ...(after === undefined ? {} : { after }),
    ...(group === undefined ? {} : { group }),
    ...(line === undefined ? {} : { line }),
    ...(panel === undefined ? {} : { panel }),
    ...(find === undefined ? {} : { find }),
    ...(why === undefined ? {} : { why }),
    choice: Math.max(0, Math.min(4, Number.parseInt(text('choice') ?? '1', 10) - 1 || 0)),
    with: (text('with') ?? '').split(',').filter(isId).slice(0, 20),
    isQueueOpen: text('queue') === 'open',
  };
}

type Place = Partial<
  Record<'line' | 'choice' | 'panel' | 'with' | 'find' | 'why' | 'queue' | 'after' | 'group', string>
>;

/** Another place at the workbench, for the same account. */
export function hrefAt(account: string | undefined, place: Place = {}): string {
  const parameters = new URLSearchParams(account === undefined ? {} : { account });
  for (const [name, value] of Object.entries(place)) parameters.set(name, value);
  const query = parameters.toString();
  return query === '' ? '/payments/reconcile' : `/payments/reconcile?${query}`;
}

/** A form's target: where the page stands after it when there is no client script. */
export function actionAt(name: string, account: string | undefined, place: Place = {}): string {
  const [, query = ''] = hrefAt(account, place).split('?');
  return `?/${name}${query === '' ? '' : `&${query}`}`;
}
