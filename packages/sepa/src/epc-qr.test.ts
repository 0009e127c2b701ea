import fc from 'fast-check';
import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { creditorReferenceOf, formatMoney, money, structuredCommunicationOf } from '@onfact-ponto/primitives';
import { SepaRefusedError } from './credit-transfer.ts';
import { epcQrModules, epcQrPicture, epcQrText } from './epc-qr.ts';
import type { QrTransfer } from './epc-qr.ts';
import { ibanOf, transfers } from './testing/arbitrary-transfers.ts';

const transfer: QrTransfer = {
  amount: money(12_30n, 'EUR'),
  creditor: { name: 'Rode Kruis', iban: ibanOf('BE72 0000 0000 1616'), bic: 'BPOTBEB1' },
  remittance: { type: 'unstructured', text: 'Urgency fund' },
};

describe('the text of the code', () => {
  it('has the lines of EPC069-12 in their order', () => {
    const expected = ['BCD', '002', '1', 'SCT', 'BPOTBEB1', 'Rode Kruis', 'BE72000000001616', 'EUR12.30', '', ''];
    expect(epcQrText(transfer).split('\n')).toEqual([...expected, 'Urgency fund']);
  });

  it('puts an ISO reference on the structured line', () => {
    const reference = creditorReferenceOf('539007547034');
    const lines = epcQrText({ ...transfer, remittance: { type: 'structured', reference } }).split('\n');
    expect(lines.slice(9)).toEqual([reference]);
  });

  it('writes a Belgian reference as people know it', () => {
    const reference = structuredCommunicationOf(909337554n);
    const lines = epcQrText({ ...transfer, remittance: { type: 'structured', reference } }).split('\n');
    expect(lines.slice(9)).toEqual(['', expect.stringMatching(/^\+{3}\d{3}\/\d{4}\/\d{5}\+{3}$/)]);
  });

  it('ends with the amount when nothing is said', () => {
    expect(epcQrText({ ...transfer, remittance: undefined })).toMatch(/\nEUR12\.30$/);
  });

  it('is refused when a bank would not take the transfer', () => {
    expect(() => epcQrText({ ...transfer, amount: money(0n, 'EUR') })).toThrow(SepaRefusedError);
  });
});

it('is read back by a decoder, every field and every cent', () => {
  fc.assert(
    fc.property(transfers, (one) => {
      const text = epcQrText(one);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(331);
      expect(read(epcQrModules(one))).toBe(text);
      expect(text.split('\n').slice(5, 8)).toEqual([
        one.creditor.name,
        one.creditor.iban,
        `EUR${formatMoney(one.amount)}`,
      ]);
    }),
    { numRuns: 40 },
  );
});

it('is a picture of the same modules', () => {
  const svg = epcQrPicture(transfer);
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/);
  expect(svg).not.toContain('Rode Kruis');
});

/** The modules as a decoder's camera sees them: eight pixels each, with a white rim. */
function read(modules: readonly (readonly boolean[])[]): string | undefined {
  const [scale, rim] = [8, 32];
  const size = modules.length * scale + 2 * rim;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [y, row] of modules.entries()) {
    for (const [x, isDark] of row.entries()) if (isDark) paint(pixels, size, rim + x * scale, rim + y * scale, scale);
  }
  return jsqr.default(pixels, size, size)?.data;
}

function paint(pixels: Uint8ClampedArray, size: number, left: number, top: number, side: number): void {
  for (let y = top; y < top + side; y += 1) {
    for (let x = left; x < left + side; x += 1) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  }
}
