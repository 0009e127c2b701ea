/**
 * A relation of the matcher is a contact of onFact; outside it is named by text, which may become longer one day.
 * @returns undefined for what cannot be one
 */
export function contactIdOf(relationId: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(relationId) ? Number(relationId) : undefined;
}
