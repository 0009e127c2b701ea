import { addDays } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import type { Decision } from './decision.ts';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { BankLine, MemoryEntry } from './model.ts';
import { aDocument, aLine, aRelation, march, settings } from './testing/cases.ts';

const account = 'BE68539007547034';

describe('an account that pays for a customer', () => {
  it('is known after two confirmations, and from then on books the one document with its amount', () => {
    const ledger = givenLedger();
    expect(decided(ledger, 'first')).toMatchObject({ outcome: 'suggested' });
    ledger.learn({ type: 'confirmed', lineId: 'first', allocations: paying('first') }, march);
    expect(decided(ledger, 'second')).toMatchObject({ outcome: 'suggested' });
    const learned = ledger.learn({ type: 'confirmed', lineId: 'second', allocations: paying('second') }, march);
    expect(learned).toContainEqual({
      kind: 'iban',
      value: account,
      relationId: 'customer',
      confirmations: 2,
      contradictions: 0,
      lastOn: march,
    });

    expect(decided(ledger, 'third')).toMatchObject({
      outcome: 'booked',
      rule: 'known-payer-one',
      reasons: expect.arrayContaining([{ code: 'account_learned', confirmations: 2, lastOn: march }]) as unknown,
    });
  });

  it('is known at once when the name agrees with the books', () => {
    const ledger = givenLedger();
    ledger.putMemory([known({ confirmations: 1 })]);
    const line = { counterpartName: 'VAN GRINDHOUT TUINEN' };
    expect(decided(ledger, 'first', line)).toMatchObject({ outcome: 'booked', rule: 'known-payer-one' });
  });

  it('is no longer believed after one undo of what was booked by it, until confirmations outweigh that', () => {
    const ledger = givenLedger();
    ledger.putMemory([known({ confirmations: 3 })]);
    const booked = decided(ledger, 'first');
    expect(booked).toMatchObject({ outcome: 'booked' });
    ledger.learn({ ...booked, type: 'booked', rule: 'known-payer-one' }, march);
    ledger.learn({ ...booked, type: 'undone', rule: 'known-payer-one' }, march);

    expect(decided(ledger, 'second').outcome).toBe('suggested');
    ledger.putMemory([known({ confirmations: 4, contradictions: 1 })]);
    expect(decided(ledger, 'third').outcome).toBe('booked');
  });

  it('is forgotten when its entry is erased, and after some years', () => {
    const ledger = givenLedger();
    ledger.putMemory([known({ confirmations: 5 }), known({ confirmations: 0 })]);
    expect(decided(ledger, 'first').outcome).toBe('suggested');
    ledger.putMemory([known({ confirmations: 5, lastOn: addDays(march, -801) })]);
    expect(decided(ledger, 'second').outcome).toBe('suggested');
    ledger.putMemory([known({ confirmations: 5, lastOn: addDays(march, -800) })]);
    expect(decided(ledger, 'third').outcome).toBe('booked');
  });

  it('never says who pays once it is on the deny list, and what names a document is only shown', () => {
    const ledger = givenLedger();
    ledger.putMemory([
      known({ confirmations: 5 }),
      { ...known({ confirmations: 1 }), kind: 'denied_iban', relationId: undefined },
    ]);
    expect(decided(ledger, 'first').reasons.map(({ code }) => code)).not.toContain('account_learned');
    expect(decided(ledger, 'second', { remittanceInformation: '2026-00102' })).toMatchObject({
      outcome: 'suggested',
      vetoes: [{ code: 'account_denied' }],
    });
  });
});

describe('a pair of line and document', () => {
  it('that was rejected is not proposed for this line again, and is for another', () => {
    const ledger = givenLedger();
    expect(documentsOf(decided(ledger, 'first'))).toContain('first');
    ledger.learn({ type: 'rejected', lineId: 'first', documentIds: ['first'] }, march);
    expect(documentsOf(decided(ledger, 'first'))).not.toContain('first');
    expect(documentsOf(decided(ledger, 'another', { amountMinor: 101_00n }))).toContain('first');
  });

  it('that was booked automatically and undone is not booked again, whatever names the document', () => {
    const ledger = givenLedger();
    const line = { remittanceInformation: '2026-00101' };
    const booked = decided(ledger, 'first', line);
    expect(booked).toMatchObject({ outcome: 'booked' });
    ledger.learn({ ...booked, type: 'undone', rule: booked.rule }, march);
    expect(decided(ledger, 'first', line).outcome).not.toBe('booked');
  });
});

describe('a communication that is repeated on payments of other documents', () => {
  const communication = '090933755493';
  const repeating = { remittanceInformation: communication, remittanceInformationType: 'structured' as const };

  it('books its document no more by itself once an automatic booking of it was undone', () => {
    const ledger = givenRent();
    const booked = decided(ledger, 'first', { ...repeating, amountMinor: rent });
    expect(booked).toMatchObject({ outcome: 'booked', rule: 'exact-reference' });
    ledger.learn({ ...booked, type: 'undone', rule: booked.rule }, march);
    expect(decided(ledger, 'second', { ...repeating, amountMinor: rent })).toMatchObject({
      outcome: 'suggested',
      allocations: [{ documentId: 'january' }],
      vetoes: [{ code: 'reference_repeated', documentId: 'january' }],
    });
  });

  it('nor once a person booked a line with it on another document, until that is taken back', () => {
    const ledger = givenRent();
    const lineId = 'of february';
    ledger.putLine(aLine({ id: lineId, ...repeating, amountMinor: rent }));
    const allocations = [{ documentId: 'february', amountMinor: rent }];
    const learned = ledger.learn({ type: 'confirmed', lineId, allocations }, march);
    expect(learned).toContainEqual(expect.objectContaining({ kind: 'old_reference', value: communication }));
    expect(decided(ledger, 'second', { ...repeating, amountMinor: rent }).outcome).toBe('suggested');

    ledger.learn({ type: 'undone', lineId, allocations }, march);
    ledger.putLine(aLine({ id: lineId, remittanceInformation: 'huur', amountMinor: rent }));
    expect(decided(ledger, 'second', { ...repeating, amountMinor: rent }).outcome).toBe('booked');
  });
});

it('two bookings that were undone are what makes their rule only propose, whatever line it is', () => {
  const ledger = givenLedger();
  for (const id of ['first', 'second']) {
    const booked = decided(ledger, id, { remittanceInformation: `2026-0010${places[id] ?? 0}` });
    expect(booked).toMatchObject({ outcome: 'booked', rule: 'number-and-amount' });
    ledger.learn({ ...booked, type: 'undone', rule: booked.rule }, march);
  }
  const third = decided(ledger, 'third', { remittanceInformation: '2026-00103' });
  expect(third).toMatchObject({ outcome: 'suggested', vetoes: [{ code: 'rule_distrusted' }] });
});

it('two undone bookings of one rule make it only propose in this company, until hundreds were right', () => {
  const ledger = givenLedger();
  const trust = (confirmations: number, contradictions: number): MemoryEntry => ({
    ...known({ confirmations, contradictions }),
    kind: 'rule_trust',
    value: 'number-and-amount',
    relationId: undefined,
  });
  const line = { remittanceInformation: '2026-00101' };
  ledger.putMemory([trust(0, 2)]);
  expect(decided(ledger, 'first', line)).toMatchObject({ outcome: 'suggested', vetoes: [{ code: 'rule_distrusted' }] });
  ledger.putMemory([trust(299, 2)]);
  expect(decided(ledger, 'first', line).outcome).toBe('suggested');
  ledger.putMemory([trust(300, 2)]);
  expect(decided(ledger, 'first', line).outcome).toBe('booked');
});

it('lines of an account of nobody that twice paid no document are told so, and not searched a document for', () => {
  const ledger = givenLedger();
  for (const id of ['one', 'two']) {
    decided(ledger, id, { amountMinor: 7_00n });
    ledger.learn({ type: 'confirmed', lineId: id, allocations: [] }, march);
  }
  expect(decided(ledger, 'first')).toMatchObject({ outcome: 'not_a_document_payment', kind: 'no_document' });
});

/** Two months of one rent; only that of January has a communication. */
function givenRent(): Ledger {
  const ledger = createLedger(settings);
  ledger.putRelation(aRelation());
  const january = { id: 'january', number: '2026-00101', structuredCommunication: '090933755493' };
  ledger.putDocument(aDocument({ ...january, openMinor: rent }));
  ledger.putDocument(aDocument({ id: 'february', number: '2026-00102', openMinor: rent }));
  return ledger;
}

const rent = 650_00n;

/** Three invoices of one customer, each with an amount of its own. */
function givenLedger(): Ledger {
  const ledger = createLedger(settings);
  ledger.putRelation(aRelation());
  for (const [id, at] of Object.entries(places)) {
    ledger.putDocument(aDocument({ id, number: `2026-0010${at}`, openMinor: amountOf(id) }));
  }
  return ledger;
}

const places: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3 };

function amountOf(id: string): bigint {
  return 100_00n + BigInt(places[id] ?? 0) * 1_00n;
}

function paying(documentId: string) {
  return [{ documentId, amountMinor: amountOf(documentId) }];
}

/** A line of the account, for the amount of the document that is called like it. */
function decided(ledger: Ledger, id: string, change: Partial<BankLine> = {}): Decision {
  ledger.putLine(aLine({ id, amountMinor: amountOf(id), counterpartReference: account, ...change }));
  const decision = ledger.match({ today: march }).find(({ lineId }) => lineId === id);
  if (!decision) throw new Error(`Nothing was decided on ${id}`);
  return decision;
}

function documentsOf({ allocations, alternatives }: Decision): string[] {
  return [{ allocations }, ...alternatives].flatMap((choice) => choice.allocations.map(({ documentId }) => documentId));
}

function known(change: Partial<MemoryEntry>): MemoryEntry {
  return {
    kind: 'iban',
    value: account,
    relationId: 'customer',
    confirmations: 0,
    contradictions: 0,
    lastOn: march,
    ...change,
  };
}
