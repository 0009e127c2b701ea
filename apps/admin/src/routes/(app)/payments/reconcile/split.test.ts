import type { PayableDocument } from '@onfact-ponto/api-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, allocatedBy, besideLine, discountOn, isWithin, less, suggestedFor, sumOf, typedText } from './split.ts';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

function documentOf(kind: PayableDocument['kind'], open: string): PayableDocument {
  return {
    id: `${kind} ${open}`,
    kind,
    number: '2026-114',
    relation: { id: null, name: null },
    structuredCommunication: null,
    issueDate: null,
    dueDate: null,
    total: euro(open),
    open: euro(open),
    discount: null,
    closedBecause: null,
    version: '1',
  };
}

describe('what remains of a line', () => {
  const rows = [
    { document: documentOf('sales_invoice', '2420.00'), typed: '2.420,00' },
    { document: documentOf('sales_invoice', '1331.00'), typed: '1331' },
    { document: documentOf('sales_credit_note', '121.00'), typed: '-121,00' },
  ];

  it('is nothing when invoices less a credit note make the payment', () => {
    expect(sumOf(euro('3630.00'), rows)).toEqual({ rest: euro('0.00'), stillOpen: euro('0.00') });
  });

  it('counts the same for money that goes out', () => {
    const purchase = { document: documentOf('purchase_invoice', '1936.00'), typed: '1936' };
    expect(sumOf(euro('-1936.00'), [purchase])).toEqual({ rest: euro('0.00'), stillOpen: euro('0.00') });
    expect(allocatedBy('1936', euro('-1936.00'))).toEqual(euro('-1936.00'));
  });

  it('is unknown while an amount cannot be read, or has more decimals than the currency', () => {
    expect(sumOf(euro('10.00'), [{ document: documentOf('sales_invoice', '10.00'), typed: 'tien' }]).rest).toBe(
      undefined,
    );
    expect(allocatedBy('1,234', euro('10.00'))).toBe(undefined);
    expect(allocatedBy('', euro('10.00'))).toBe(undefined);
  });

  it('says what a document still asks', () => {
    const part = { document: documentOf('sales_invoice', '100.00'), typed: '40' };
    expect(sumOf(euro('40.00'), [part])).toEqual({ rest: euro('0.00'), stillOpen: euro('60.00') });
  });
});

describe('a document that is added', () => {
  it('takes what it asks, and no more than is left', () => {
    const first = { document: documentOf('sales_invoice', '70.00'), typed: '70,00' };
    expect(suggestedFor(documentOf('sales_invoice', '20.00'), euro('100.00'), [first], 'nl')).toBe('20,00');
    expect(suggestedFor(documentOf('sales_invoice', '50.00'), euro('100.00'), [first], 'nl')).toBe('30,00');
  });

  it('gives, when it goes against the line', () => {
    expect(suggestedFor(documentOf('sales_credit_note', '12.10'), euro('100.00'), [], 'en')).toBe('-12.10');
    expect(suggestedFor(documentOf('sales_credit_note', '12.10'), euro('-12.10'), [], 'nl')).toBe('12,10');
  });
});

it('reads back every amount as it writes it', () => {
  const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  fc.assert(
    fc.property(cents, fc.constantFrom('nl', 'fr', 'en'), fc.boolean(), (minor, language, isOutgoing) => {
      const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
      const amount = euro(`${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`);
      const line = euro(isOutgoing ? '-1.00' : '1.00');
      const allocated = allocatedBy(typedText(amount, language), line);
      expect(allocated && besideLine(allocated, line)).toEqual(amount);
    }),
  );
});

describe('what a document lets go by itself', () => {
  const discount = { amount: euro('4.00'), until: '2026-11-10' };
  const document = { ...documentOf('sales_invoice', '200.00'), discount };

  it('is its discount, when exactly that is missing on the last day', () => {
    expect(discountOn([{ document, amount: euro('196.00') }], '2026-11-10', 'EUR')).toEqual(euro('4.00'));
  });

  it('is nothing a day later, for a cent less, or when it is paid whole', () => {
    expect(discountOn([{ document, amount: euro('196.00') }], '2026-11-11', 'EUR')).toEqual(euro('0.00'));
    expect(discountOn([{ document, amount: euro('195.99') }], '2026-11-10', 'EUR')).toEqual(euro('0.00'));
    expect(discountOn([{ document, amount: euro('200.00') }], '2026-11-10', 'EUR')).toEqual(euro('0.00'));
  });

  it('adds up over what is paid at once, and leaves the rest of the difference', () => {
    const credit = { ...documentOf('purchase_invoice', '100.00'), discount: { ...discount, amount: euro('2.00') } };
    const paid = [
      { document, amount: euro('196.00') },
      { document: credit, amount: euro('-98.00') },
    ];
    expect(discountOn(paid, '2026-11-02', 'EUR')).toEqual(euro('6.00'));
    expect(less(euro('6.05'), euro('6.00'))).toEqual(euro('0.05'));
  });
});

it('adds exactly, and compares with the limit whatever the sign', () => {
  expect(add([euro('0.10'), euro('0.20'), euro('-0.30')], 'EUR')).toEqual(euro('0.00'));
  expect(isWithin(euro('-0.05'), euro('0.05'))).toBe(true);
  expect(isWithin(euro('0.06'), euro('0.05'))).toBe(false);
  expect(isWithin(euro('0.01'), { amount: '5.00', currency: 'USD' })).toBe(false);
});
