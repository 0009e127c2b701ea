import type { Line } from '../reader/line.ts';
import { movementPart2 } from '../records/movement.ts';
import type { Sepa } from '../statement.ts';
import type { StructuredFields } from '../structured-communication/structured-communication.ts';

/**
 * What record 2.2 and a structured direct debit (127) say of a SEPA payment.
 * @param debit the fields of type 127; null for any other communication
 */
export function sepaOf(part2: Line | null, debit: StructuredFields | null): Sepa {
  if (debit === null && (part2?.value(codePositions) ?? null) === null) return noSepa;
  return {
    mandateId: textOf(debit?.mandateReference),
    creditorId: textOf(debit?.creditorIdentifier),
    rTransaction: known(part2, 'rTransaction') ?? matching(textOf(debit?.rTransaction), patterns.rTransaction),
    reason: known(part2, 'reason') ?? matching(textOf(debit?.reason), patterns.reason),
    categoryPurpose: known(part2, 'categoryPurpose'),
    purpose: known(part2, 'purpose'),
  };
}

/**
 * Positions 113-125 exist since version 2.5; older files hold other digits there, which are no codes of ISO 20022.
 */
export const patterns = {
  rTransaction: /^[1-5]$/,
  reason: /^[A-Z]{2}[A-Z0-9]{2}$/,
  categoryPurpose: /^[A-Z]{4}$/,
  purpose: /^[A-Z]{4}$/,
} as const;

function known(part2: Line | null, field: keyof typeof patterns): string | null {
  return part2 === null ? null : matching(part2.value(movementPart2[field]), patterns[field]);
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function textOf(value: string | number | null | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

const codePositions = { from: movementPart2.rTransaction.from, to: movementPart2.purpose.to };

/** Shared by all that are no SEPA payment with codes, which is most. */
const noSepa: Sepa = Object.freeze({
  mandateId: null,
  creditorId: null,
  rTransaction: null,
  reason: null,
  categoryPurpose: null,
  purpose: null,
});
