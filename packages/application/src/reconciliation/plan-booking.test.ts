import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApplicationError } from '../errors.ts';
import { planBooking } from './plan-booking.ts';
import type { ChosenAmount, PlannedDocument, PlannedLine, Remainder } from './plan-booking.ts';

const line = (amountMinor: bigint, allocatedMinor = 0n): PlannedLine => ({
  amountMinor,
  allocatedMinor,
  currency: 'EUR',
  executionDate: '2026-11-23',
});
const document = (openMinor: bigint, change: Partial<PlannedDocument> = {}): PlannedDocument => ({
  documentId: 'A',
  direction: 'in',
  openMinor,
  currency: 'EUR',
  discount: null,
  ...change,
});
const plan = (on: PlannedLine, chosen: readonly ChosenAmount[], remainder: Remainder = 'none', limitMinor = 0n) =>
  planBooking(on, chosen, { remainder, limitMinor });
const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof ApplicationError) return { code: error.code, ...error.details };
    throw error;
  }
  return undefined;
};

describe('what a person decides about a line', () => {
  it('settles a document with the whole line', () => {
    expect(plan(line(121_00n), [{ document: document(121_00n), amountMinor: 121_00n }])).toEqual({
      allocations: [{ documentId: 'A', amountMinor: 121_00n, adjustmentMinor: 0n, adjustmentKind: null }],
      rest: null,
    });
  });

  it('lets a credit note count against the invoices of the same line, in and out', () => {
    const invoice = document(100_00n);
    const note = document(30_00n, { documentId: 'N', direction: 'out' });
    const received = plan(line(70_00n), [
      { document: invoice, amountMinor: 100_00n },
      { document: note, amountMinor: -30_00n },
    ]);
    expect(received.allocations.map(({ amountMinor }) => amountMinor)).toEqual([100_00n, 30_00n]);

    const purchase = document(100_00n, { direction: 'out' });
    const refund = document(30_00n, { documentId: 'N', direction: 'in' });
    const paid = plan(line(-70_00n), [
      { document: purchase, amountMinor: -100_00n },
      { document: refund, amountMinor: 30_00n },
    ]);
    expect(paid.rest).toBeNull();
  });

  it('refuses to leave anything over that nobody decided about', () => {
    expect(refusal(() => plan(line(100_00n), [{ document: document(121_00n), amountMinor: 100_00n }]))).toEqual({
      code: 'remainder_not_settled',
      lineMinor: '0',
      documentsMinor: '2100',
    });
    expect(refusal(() => plan(line(150_00n), [{ document: document(121_00n), amountMinor: 121_00n }]))).toMatchObject({
      code: 'remainder_not_settled',
      lineMinor: '2900',
    });
  });

  it('keeps what came in too much as a credit, and only when the document is settled', () => {
    const over = plan(line(150_00n), [{ document: document(121_00n), amountMinor: 121_00n }], 'credit');
    expect(over.rest).toBe('credit');
    const short = () => plan(line(150_00n), [{ document: document(121_00n), amountMinor: 120_00n }], 'credit');
    expect(refusal(short)?.code).toBe('remainder_not_settled');
  });

  it('closes a small difference on either side, up to the limit and no cent beyond', () => {
    const short = [{ document: document(121_00n), amountMinor: 120_95n }];
    expect(plan(line(120_95n), short, 'difference', 5n).allocations[0]).toMatchObject({
      amountMinor: 120_95n,
      adjustmentMinor: 5n,
      adjustmentKind: 'payment_difference',
    });
    expect(refusal(() => plan(line(120_95n), short, 'difference', 4n))).toEqual({
      code: 'difference_over_limit',
      differenceMinor: '5',
      limitMinor: '4',
    });
    const over = [{ document: document(121_00n), amountMinor: 121_00n }];
    expect(plan(line(121_05n), over, 'difference', 5n).rest).toBe('payment_difference');
    expect(refusal(() => plan(line(121_06n), over, 'difference', 5n))?.code).toBe('difference_over_limit');
  });

  it('takes the discount of the document in its term for what it is, whatever the limit', () => {
    const discounted = document(121_00n, { discount: { amountMinor: 2_42n, until: '2026-11-23' } });
    const paid = [{ document: discounted, amountMinor: 118_58n }];
    expect(plan(line(118_58n), paid, 'difference').allocations[0]).toMatchObject({
      adjustmentMinor: 2_42n,
      adjustmentKind: 'discount',
    });
    const late = { ...line(118_58n), executionDate: '2026-11-24' };
    expect(refusal(() => plan(late, paid, 'difference'))?.code).toBe('difference_over_limit');
  });

  it.each([
    ['other_currency', line(121_00n), { document: document(121_00n, { currency: 'USD' }), amountMinor: 121_00n }],
    ['wrong_sign', line(121_00n), { document: document(121_00n), amountMinor: -121_00n }],
    ['wrong_sign', line(121_00n), { document: document(121_00n), amountMinor: 0n }],
    ['more_than_open', line(121_00n), { document: document(120_99n), amountMinor: 121_00n }],
    ['wrong_direction', line(-121_00n), { document: document(121_00n), amountMinor: 121_00n }],
    ['more_than_line', line(121_00n, 1n), { document: document(121_00n), amountMinor: 121_00n }],
  ] as const)('refuses %s', (why, on, choice) => {
    expect(refusal(() => plan(on, [choice], 'leave_open'))).toMatchObject({ code: 'allocation_not_possible', why });
  });

  it('never settles more than a document has open, nor uses more than the line has', () => {
    const little = fc.oneof(fc.constant(0n), fc.bigInt({ min: -3n, max: 300n }));
    const choice = fc
      .record({ takenMinor: fc.bigInt({ min: 1n, max: 2_000n }), missingMinor: little, goesIn: fc.boolean() })
      .map(({ takenMinor, missingMinor, goesIn }) => ({ takenMinor, openMinor: takenMinor + missingMinor, goesIn }));
    const remainder = fc.constantFrom<Remainder>('none', 'leave_open', 'difference', 'credit');
    let planned = 0;
    fc.assert(
      fc.property(
        little,
        fc.array(choice, { minLength: 1, maxLength: 4 }),
        remainder,
        fc.bigInt({ min: 0n, max: 300n }),
        (excessMinor, choices, left, limitMinor) => {
          const chosen = choices.map(({ openMinor, takenMinor, goesIn }, index) => ({
            document: document(openMinor, { documentId: String(index), direction: goesIn ? 'in' : 'out' }),
            amountMinor: goesIn ? takenMinor : -takenMinor,
          }));
          const onLine = chosen.reduce((total, one) => total + one.amountMinor, 0n);
          const amountMinor = onLine < 0n ? onLine - excessMinor : onLine + excessMinor;
          let made;
          try {
            made = plan(line(amountMinor), chosen, left, limitMinor);
          } catch (error) {
            if (error instanceof ApplicationError) return;
            throw error;
          }
          planned += 1;
          const rest = amountMinor > 0n ? amountMinor - onLine : onLine - amountMinor;
          expect(rest).toBeGreaterThanOrEqual(0n);
          let written = made.rest === 'payment_difference' ? rest : 0n;
          made.allocations.forEach(({ amountMinor: settled, adjustmentMinor }, index) => {
            const open = choices[index]?.openMinor ?? 0n;
            expect(settled + adjustmentMinor).toBeLessThanOrEqual(open);
            if (left === 'none' || left === 'difference' || left === 'credit') {
              expect(settled + adjustmentMinor).toBe(open);
            }
            written += adjustmentMinor;
          });
          expect(written).toBeLessThanOrEqual(limitMinor);
          if (left === 'none') expect(rest).toBe(0n);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(planned).toBeGreaterThan(0);
  });
});
