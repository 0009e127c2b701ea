import type { ImportedMovement } from '@onfact-ponto/api-contract';

/** What two lines are compared by; a movement of a file and a line of the list both have it. */
export const comparedFields = [
  'executionDate',
  'valueDate',
  'amount',
  'counterpartName',
  'counterpartReference',
  'remittanceInformation',
] as const;
export type ComparedField = (typeof comparedFields)[number];
export type ComparedLine = Pick<ImportedMovement, ComparedField>;

/** The fields in which two lines contradict each other. What one of them does not tell contradicts nothing. */
export function contradictions(left: ComparedLine, right: ComparedLine): ComparedField[] {
  return comparedFields.filter((field) => {
    const [one, other] = [wordsOf(left, field), wordsOf(right, field)];
    return one !== '' && other !== '' && one !== other;
  });
}

/** Banks change capitals and blanks on the way; that alone is no difference. */
function wordsOf(line: ComparedLine, field: ComparedField): string {
  const value = field === 'amount' ? `${line.amount.amount} ${line.amount.currency}` : (line[field] ?? '');
  return value.replace(/\s+/g, ' ').trim().toLowerCase();
}
