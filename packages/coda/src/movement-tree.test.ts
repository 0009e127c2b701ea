import { describe, expect, it } from 'vitest';
import { matchingParts, movementTrees } from './movement-tree.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import { eventsByType } from './testing/events-by-type.ts';
import { writeCoda } from './writer/coda-writer.ts';
import type { MovementInput } from './writer/statement-input.ts';

describe('an invoice is matched with', () => {
  it('a movement that has no details', () => {
    expect(partsOf(movement(100, '0'))).toEqual({ parts: ['100.00'], gross: null, mismatch: null });
  });

  it('the details of a total, when they add up to it', () => {
    const total = movement(100, '1', [movement(25, '5'), movement(75, '5')]);
    expect(partsOf(total).parts).toEqual(['25.00', '75.00']);
  });

  it('the one detail of a total', () => {
    expect(partsOf(movement(100, '1', [movement(100, '5')])).parts).toEqual(['100.00']);
  });

  it('details of details', () => {
    const total = movement(100, '2', [movement(40, '6'), movement(60, '7', [movement(20, '9'), movement(40, '9')])]);
    expect(partsOf(total).parts).toEqual(['40.00', '20.00', '40.00']);
  });

  it('the total, when its details do not add up', () => {
    const mismatch = { code: 'DETAIL_SUM_MISMATCH', found: '95.00', expected: '100.00' };
    const total = movement(100, '1', [movement(25, '5'), movement(70, '5')]);
    expect(partsOf(total)).toMatchObject({ parts: ['100.00'], mismatch });
  });

  it('an amount less costs, or what it was before them', () => {
    const net = movement(99, '3', [movement(100, '8', [], '100'), movement(-1, '8', [], '013')]);
    expect(partsOf(net)).toEqual({ parts: ['99.00'], gross: '100.00', mismatch: null });
  });
});

it('one tree follows the other', () => {
  const movements = readBack([
    movement(1, '0'),
    movement(3, '1', [movement(1, '5'), movement(2, '5')]),
    movement(4, '0'),
  ]);
  const trees = [...movementTrees(movements)];
  expect(trees.map(({ details }) => details.length)).toEqual([0, 2, 0]);
});

function partsOf(input: MovementInput) {
  const [tree] = movementTrees(readBack([input]));
  const { parts, gross, mismatch } = matchingParts(tree!);
  return { parts: parts.map(({ amount }) => amount), gross: gross?.amount ?? null, mismatch };
}

function readBack(movements: readonly MovementInput[]) {
  const statement = {
    account: { iban: 'BE68539007547034', currency: 'EUR' },
    oldBalance: { amountThousandths: 0, date: '2026-03-01' },
    movements,
    newBalance: { date: '2026-03-02' },
  };
  return eventsByType(readCodaBytes(Buffer.concat([...writeCoda([statement])]))).movements;
}

function movement(euro: number, type: string, details: MovementInput[] = [], category = '000'): MovementInput {
  return {
    amountThousandths: euro * 1000,
    transactionCode: { type, family: '01', operation: '50', category },
    details,
  };
}
