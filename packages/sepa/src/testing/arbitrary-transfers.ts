import fc from 'fast-check';
import {
  creditorReferenceOf,
  money,
  parseIban,
  parseIsoDate,
  structuredCommunicationOf,
} from '@onfact-ponto/primitives';
import type { Iban } from '@onfact-ponto/primitives';
import type { CreditTransfer, Party, Remittance } from '../credit-transfer.ts';
import type { PaymentFile } from '../pain-001.ts';

/** One of the characters of the text. */
function charactersOf(text: string): fc.Arbitrary<string> {
  return fc.nat({ max: text.length - 1 }).map((index) => text.charAt(index));
}

const sepaCharacters = charactersOf("abcxyzABCXYZ0189/-?:().,'+ ");

/** Texts of the SEPA set that say something: no blank ends, no double blanks. */
function sepaTexts(maxLength: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: sepaCharacters, minLength: 1, maxLength })
    .map((text) => text.replace(/ +/g, ' ').trim())
    .filter((text) => text !== '');
}

export function ibanOf(text: string): Iban {
  const iban = parseIban(text);
  if (!iban) throw new Error(`No account number: ${text}`);
  return iban;
}

/** Belgian account numbers with valid check digits. */
const ibans: fc.Arbitrary<Iban> = fc.integer({ min: 0, max: 9_999_999_999 }).map((number) => {
  const base = String(number).padStart(10, '0');
  const national = base + String(number % 97 || 97).padStart(2, '0');
  const check = 98n - (BigInt(`${national}111400`) % 97n);
  return ibanOf(`BE${String(check).padStart(2, '0')}${national}`);
});

const bics = fc.option(fc.constantFrom('KREDBEBB', 'GKCCBEBB', 'BBRUBEBB010', 'DEUTDEFF500'), { nil: undefined });

const parties: fc.Arbitrary<Party> = fc.record({ name: sepaTexts(70), iban: ibans, bic: bics });

const remittances: fc.Arbitrary<Remittance | undefined> = fc.oneof(
  fc.constant(undefined),
  sepaTexts(140).map((text) => ({ type: 'unstructured' as const, text })),
  fc
    .bigInt({ min: 0n, max: 9_999_999_999n })
    .map((number) => ({ type: 'structured' as const, reference: structuredCommunicationOf(number) })),
  fc
    .string({ unit: charactersOf('ABCXYZ0189'), minLength: 1, maxLength: 21 })
    .map((body) => ({ type: 'structured' as const, reference: creditorReferenceOf(body) })),
);

export const transfers: fc.Arbitrary<CreditTransfer> = fc.record({
  endToEndId: fc.string({ unit: charactersOf('abcXYZ0189-.'), minLength: 1, maxLength: 35 }),
  amount: fc.bigInt({ min: 1n, max: 99_999_999_999n }).map((amountMinor) => money(amountMinor, 'EUR')),
  creditor: parties,
  remittance: remittances,
});

const days = ['2026-12-01', '2028-02-29'].flatMap((text) => parseIsoDate(text) ?? []);

export const files: fc.Arbitrary<PaymentFile> = fc.record({
  messageId: fc.string({ unit: charactersOf('ABC0189-'), minLength: 1, maxLength: 35 }),
  createdAt: fc.constant(new Date('2026-11-27T10:00:00.123Z')),
  debtor: parties,
  executionDate: fc.constantFrom(...days),
  batchBooking: fc.boolean(),
  transfers: fc.uniqueArray(transfers, { minLength: 1, maxLength: 8, selector: ({ endToEndId }) => endToEndId }),
});
