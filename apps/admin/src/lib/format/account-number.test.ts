import { describe, expect, it } from 'vitest';
import { formatAccountNumber, formatStructuredCommunication, formatVatNumber } from './account-number.ts';

describe('numbers as people read them', () => {
  it('groups an IBAN by four and leaves other account numbers alone', () => {
    expect(formatAccountNumber('BE98734331884293')).toBe('BE98 7343 3188 4293');
    expect(formatAccountNumber('NO9386011117947')).toBe('NO93 8601 1117 947');
    expect(formatAccountNumber('12-34-56 1234567')).toBe('12-34-56 1234567');
  });

  it('writes a structured communication as it stands on an invoice', () => {
    expect(formatStructuredCommunication('202600009791')).toBe('+++202/6000/09791+++');
  });

  it('writes a Belgian VAT number with its dots', () => {
    expect(formatVatNumber('BE0743128876')).toBe('BE 0743.128.876');
    expect(formatVatNumber('NL123456789B01')).toBe('NL123456789B01');
  });
});
