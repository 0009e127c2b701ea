import { expect, it } from 'vitest';
import { actionAt, hrefAt, readView } from './view.ts';

const line = '018f0000-0000-7000-8000-000000000001';
const viewOf = (query: string) => readView(new URLSearchParams(query));

it('shows the first line and its first choice when the address says nothing', () => {
  expect(viewOf('')).toEqual({ choice: 0, with: [], isQueueOpen: false });
});

it('reads back what it writes', () => {
  const query = hrefAt(line, {
    line,
    choice: '3',
    panel: 'split',
    with: `${line},${line}`,
    why: 'line',
    queue: 'open',
    group: 'none',
  });
  expect(viewOf(query.split('?')[1] ?? '')).toEqual({
    account: line,
    line,
    group: 'none',
    choice: 2,
    panel: 'split',
    with: [line, line],
    why: 'line',
    isQueueOpen: true,
  });
});

it('leaves out what cannot be meant', () => {
  expect(viewOf('line=x&account=1&panel=delete&group=all&choice=99&why=y&with=a,b')).toEqual({
    choice: 4,
    with: [],
    isQueueOpen: false,
  });
});

it('sends a form to its action and comes back to a place', () => {
  expect(actionAt('accept', undefined)).toBe('?/accept');
  expect(actionAt('accept', undefined, { line })).toBe(`?/accept&line=${line}`);
});
