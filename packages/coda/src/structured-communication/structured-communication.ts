import { isCreditorReference, isStructuredCommunication } from '@onfact-ponto/primitives';
import { readRecord, writeRecord, type FieldFault, type RecordLayout, type RecordOf } from '../record-layout.ts';
import { maskCard } from './fields.ts';
import { lengthOf, structuredLayouts, typesWithoutLayout, type LaidOutType } from './layouts.ts';

/** Amounts and rates are decimal texts, days "YYYY-MM-DD", what the bank left open null. */
export type StructuredFields = Readonly<Record<string, string | number | null>>;

export type StructuredCommunicationReading = Readonly<{
  type: string;
  /** All of it as the bank wrote it, but for the middle of a card number, which is zeros as the standard asks. */
  text: string;
  /** False when no table has this type; what it says is then in `text` only. */
  isKnown: boolean;
  fields: StructuredFields;
  /** The twelve digits (OGM/VCS) when this type is one or carries one. */
  structuredCommunication: CheckedReference | null;
  /** The creditor reference (RF…) when this type is one. */
  creditorReference: CheckedReference | null;
  /** Fields that do not hold what belongs there; positions are those of `text`. They are null in `fields`. */
  invalid: readonly FieldFault[];
}>;

/** A reference as the bank wrote it, and whether its check digits agree. */
export type CheckedReference = Readonly<{ reference: string; isValid: boolean }>;

/**
 * Reads what stands behind the type of a structured communication: positions 66-115 of a movement with its second and
 * third part, or 44-113 of an information record with its own. Never throws: a bank's mistake is data.
 */
export function decodeStructuredCommunication(communication: {
  type: string;
  text: string;
}): StructuredCommunicationReading {
  const { type, text } = communication;
  if (type === '101' || type === '102') return belgianReferenceOf(type, text);
  const layout = layoutOf(type);
  if (layout === undefined) {
    return { ...noReferences, type, text, isKnown: typesWithoutLayout.has(type), fields: {}, invalid: [] };
  }
  const { record, faults } = readRecord(layout, text);
  const fields = record as StructuredFields;
  return {
    type,
    text: withMaskedCard(layout, text),
    isKnown: true,
    fields,
    structuredCommunication: carriedReferenceOf(fields),
    creditorReference: type === '100' ? creditorReferenceOf(fields.creditorReference) : null,
    invalid: faults,
  };
}

/**
 * Writes the text of one type, without the type itself.
 * @throws RangeError naming the field whose value does not fit
 */
export function encodeStructuredCommunication<Type extends LaidOutType>(communication: {
  type: Type;
  fields: RecordOf<(typeof structuredLayouts)[Type]>;
}): string {
  const layout = structuredLayouts[communication.type];
  return writeRecord<RecordLayout>(layout, communication.fields, lengthOf(layout));
}

/** The common case, one in two movements of a business: no table, no field by field. */
function belgianReferenceOf(type: string, text: string): StructuredCommunicationReading {
  const reference = text.slice(0, 12);
  if (!isTwelveDigits(reference)) return unreadableReferenceOf(type, text);
  return {
    type,
    text,
    isKnown: true,
    fields: { structuredCommunication: reference },
    structuredCommunication: { reference, isValid: isStructuredCommunication(reference) },
    creditorReference: null,
    invalid: nothing,
  };
}

function unreadableReferenceOf(type: string, text: string): StructuredCommunicationReading {
  const { record, faults } = readRecord(structuredLayouts['101'], text);
  return { ...noReferences, type, text, isKnown: true, fields: record, invalid: faults };
}

/** Types that are about something else may still name an invoice; only a right check makes those digits one. */
function carriedReferenceOf({ structuredCommunication, message }: StructuredFields): CheckedReference | null {
  const reference = structuredCommunication ?? message;
  if (typeof reference !== 'string' || !isStructuredCommunication(reference)) return null;
  return { reference, isValid: true };
}

function creditorReferenceOf(reference: string | number | null | undefined): CheckedReference | null {
  if (typeof reference !== 'string') return null;
  return { reference, isValid: isCreditorReference(reference) };
}

function withMaskedCard(layout: RecordLayout, text: string): string {
  const field = layout.cardNumber;
  if (field === undefined) return text;
  const written = text.slice(0, field.to).trimEnd();
  return maskCard(written, '0') + text.slice(written.length);
}

function layoutOf(type: string): RecordLayout | undefined {
  return Object.hasOwn(structuredLayouts, type) ? structuredLayouts[type as LaidOutType] : undefined;
}

function isTwelveDigits(text: string): boolean {
  for (let at = 0; at < 12; at += 1) {
    const character = text.charCodeAt(at);
    if (!(character >= 48 && character <= 57)) return false;
  }
  return true;
}

const nothing: readonly FieldFault[] = [];
const noReferences = { structuredCommunication: null, creditorReference: null };
