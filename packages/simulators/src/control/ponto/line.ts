import { z } from '@hono/zod-openapi';
import { Amount, Day } from '../values.ts';

const text = z.string().nullable().optional();

const lineTexts = {
  executionDate: Day.optional(),
  valueDate: Day.optional(),
  counterpartName: text,
  counterpartReference: text,
  remittanceInformation: text,
  remittanceInformationType: z.enum(['structured', 'unstructured']).nullable().optional(),
  description: text,
  bankTransactionCode: text,
  proprietaryBankTransactionCode: text,
  purposeCode: text,
  endToEndId: text,
  mandateId: text,
  creditorId: text,
  additionalInformation: text,
  cardReference: text,
  cardReferenceType: z.enum(['PAN', 'MASKEDPAN']).nullable().optional(),
  overrides: z.record(z.string(), z.unknown()).nullable().optional(),
};

/** A booking as a tester writes it. */
export const Line = z.object({ amount: Amount, ...lineTexts });
export const LineChange = z.object({ amount: Amount.optional(), ...lineTexts });
