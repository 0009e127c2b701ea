/**
 * The limit is set in euro: a difference in another currency is never let go.
 * @param limitMinor undefined while the company set none
 */
export function limitFor({ currency }: { currency: string }, limitMinor: bigint | undefined): bigint {
  return currency === 'EUR' ? (limitMinor ?? 0n) : 0n;
}
