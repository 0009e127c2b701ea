import { describe, expect, it } from 'vitest';
import { canBePicked, daysBetween, isWeekend, readEuro, refundIn, stepHref, totalOf, whyNot } from './wish.ts';

describe('a typed amount', () => {
  it.each([
    ['1234,5', '1234.50'],
    ['1.234,50', '1234.50'],
    ['€ 0,01', '0.01'],
    ['999999999,99', '999999999.99'],
    ['12.50', '12.50'],
  ])('%s is %s', (typed, expected) => expect(readEuro(typed)).toBe(expected));

  it.each(['', 'tien', '-5', '1,234', '1.2345', '1000000000', '1e3', '12,50,3'])('%j is none', (typed) =>
    expect(readEuro(typed)).toBeUndefined(),
  );
});

it('has no total as long as one amount cannot be read, so that nobody pays a sum they did not see', () => {
  expect(totalOf(['0,10', '0,20'])).toEqual({ amount: '0.30', currency: 'EUR' });
  expect(totalOf([])).toEqual({ amount: '0.00', currency: 'EUR' });
  expect(totalOf(['0,10', 'x'])).toBeUndefined();
});

describe('a purchase', () => {
  const purchase = {
    payableId: '018f0000-0000-7000-8000-000000000001',
    kind: 'purchase_invoice' as const,
    number: 'A-1',
    payeeName: 'Houthandel Leemans NV',
    payeeIban: 'BE82731044018268',
    isAccountChanged: false,
    issueDate: null,
    dueDate: null,
    total: { amount: '1.00', currency: 'EUR' },
    open: { amount: '1.00', currency: 'EUR' },
    communication: 'F26/8902',
    isLocked: false,
    running: null,
  };

  it('can be chosen when nothing is against it', () => expect(canBePicked(purchase)).toBe(true));

  it.each([
    ['no_iban', { payeeIban: null }],
    ['no_account', { payeeIban: null, kind: 'sales_credit_note' as const }],
    ['bad_iban', { payeeIban: 'BE82731044018269' }],
    ['not_euro', { open: { amount: '1.00', currency: 'USD' } }],
    ['locked', { isLocked: true }],
  ])('says %s', (why, change) => {
    expect(whyNot({ ...purchase, ...change })).toBe(why);
    expect(canBePicked({ ...purchase, ...change })).toBe(false);
  });

  it('cannot be chosen while a payment carries it', () => {
    const running = { paymentId: purchase.payableId, state: 'unknown' as const };
    expect(canBePicked({ ...purchase, running })).toBe(false);
  });
});

it('counts days over a change of the clock', () => {
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(daysBetween('2026-11-27', '2026-11-18')).toBe(-9);
});

it('knows when banks do not work', () => {
  expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(isWeekend)).toEqual([false, true, true, false]);
});

it('keeps the line that somebody pays back on every step, and nothing that is no line', () => {
  const line = '018f0000-0000-7000-8000-000000000001';
  const href = stepHref('/payments/outgoing/review', line, 'review');
  expect(href).toBe(`/payments/outgoing/review?refund=${line}&/review`);
  expect(refundIn(new URL(href, 'https://admin.example'))).toBe(line);
  expect(stepHref('/payments/outgoing', null)).toBe('/payments/outgoing');
  expect(refundIn(new URL('https://admin.example/payments/outgoing?refund=https://evil.example'))).toBeNull();
});
