import { describe, expect, it } from 'vitest';
import { createReplay } from './replay.ts';

const settings = { type: 'settings', company: { name: 'Test BV', ownAccounts: [], paymentDifferenceLimitMinor: 0 } };
const document = {
  type: 'document',
  id: 'd1',
  kind: 'sales_invoice',
  number: '2026-00114',
  issueDate: '2026-02-10',
  currency: 'EUR',
  totalMinor: 12100,
  openMinor: 12100,
  status: 'open',
};
const transaction = {
  type: 'transaction',
  id: 't1',
  accountIban: 'BE71096123456769',
  executionDate: '2026-03-02',
  valueDate: '2026-03-02',
  currency: 'EUR',
  amountMinor: 12100,
  remittanceInformation: '2026-00114',
  source: 'ponto',
};
const match = { type: 'match', today: '2026-03-02' };

describe('an event that cannot be used', () => {
  it.each([
    ['no JSON', '{', 'not_json', 'The line is not JSON'],
    ['a list', '[]', 'wrong_kind', 'The line is not an object'],
    ['an unknown type', { type: 'invoice' }, 'unknown_type', 'There is no event "invoice"'],
    ['a type that is missing', {}, 'missing_key', 'type is missing'],
    ['a key that is missing', { ...document, number: undefined }, 'missing_key', 'number is missing'],
    ['an empty text for a key', { ...document, number: '' }, 'missing_key', 'number is missing'],
    ['an amount as text', { ...document, openMinor: '1' }, 'wrong_kind', 'openMinor is not a number'],
    [
      'cents of a cent',
      { ...transaction, amountMinor: 1.5 },
      'fractional_amount',
      'amountMinor is not whole minor units',
    ],
    [
      'an amount that JSON rounds',
      { ...transaction, amountMinor: 2 ** 53 },
      'fractional_amount',
      'not whole minor units',
    ],
    ['a negative open amount', { ...document, openMinor: -1 }, 'wrong_kind', 'openMinor is negative'],
    ['a day that is none', { ...match, today: '2026-02-30' }, 'impossible_date', 'today is no day YYYY-MM-DD'],
    ['an unknown word', { ...document, status: 'paid' }, 'wrong_kind', 'status is none of open, closed, disputed'],
  ])('%s: is told with its line, a code, and what is expected', (_, event, code, message) => {
    const { answers } = replayed([settings, event, document, transaction, match]);
    expect(answers[0]).toMatchObject({ type: 'invalid', line: 2, code });
    expect((answers[0] as { message: string }).message).toContain(message);
    expect(answers.at(-1)).toEqual({ type: 'matched', considered: 1, booked: 1, suggested: 0 });
  });

  it.each([
    ['an undo of what is not booked', { type: 'undo', transactionId: 't1' }, 'not_booked', 4],
    ['a confirmation of a line never sent', confirm('t9', []), 'unknown_id', 4],
    ['a confirmation with a document never sent', confirm('t1', ['d9']), 'unknown_id', 4],
    [
      'a rejection of a document never sent',
      { type: 'reject', transactionId: 't1', documentIds: ['d9'] },
      'unknown_id',
      4,
    ],
  ])('%s: is told when the next match comes, with the line where it stood', (_, action, code, line) => {
    const { answers } = replayed([settings, document, transaction, action, match]);
    expect(answers[0]).toMatchObject({ type: 'invalid', line, code });
    expect(answers.at(-1)).toMatchObject({ booked: 1 });
  });

  it('a line that was booked takes no confirmation, and cannot be sent again', () => {
    const { answers } = replayed([settings, document, transaction, match, transaction, confirm('t1', ['d1']), match]);
    expect(answers.slice(2)).toMatchObject([
      { type: 'invalid', line: 5, code: 'not_open' },
      { type: 'invalid', line: 6, code: 'not_open' },
      { type: 'matched', considered: 0 },
    ]);
  });
});

it('settings that come after a document are told, and those before them stand', () => {
  const { answers } = replayed([settings, document, settings, transaction, match]);
  expect(answers[0]).toMatchObject({ type: 'invalid', line: 3, code: 'wrong_kind' });
  expect(answers.at(-1)).toMatchObject({ booked: 1 });
});

it('a new state of a known document comes after the undo that stood before it', () => {
  const undo = { type: 'undo', transactionId: 't1' };
  const paidElsewhere = { ...document, openMinor: 0 };
  const second = { ...transaction, id: 't2' };
  const { answers } = replayed([settings, document, transaction, match, undo, paidElsewhere, second, match]);
  expect(answers.at(-1)).toMatchObject({ considered: 2, booked: 0 });
});

it('skips empty lines, and ignores keys that it does not know', () => {
  const { answers } = replayed([settings, '', { ...document, colour: 'red' }, '  ', transaction, match]);
  expect(answers).toMatchObject([{ type: 'decision', outcome: 'booked' }, { type: 'matched' }]);
});

it('takes a booking back with an undo, and does not book the pair again', () => {
  const undo = { type: 'undo', transactionId: 't1' };
  const { answers } = replayed([settings, document, transaction, match, undo, match]);
  expect(answers[0]).toMatchObject({ outcome: 'booked', allocations: [{ documentId: 'd1', amountMinor: 12100 }] });
  expect(answers[2]).toMatchObject({ type: 'decision', transactionId: 't1', outcome: 'none' });
});

function confirm(transactionId: string, documentIds: readonly string[]) {
  const allocations = documentIds.map((documentId) => ({ documentId, amountMinor: 12100 }));
  return { type: 'confirm', transactionId, allocations };
}

function replayed(events: readonly unknown[]) {
  const answers: unknown[] = [];
  const session = createReplay((line) => answers.push(JSON.parse(line)));
  for (const [at, event] of events.entries()) {
    session.read(typeof event === 'string' ? event : JSON.stringify(event), at + 1);
  }
  session.end();
  return { answers };
}
