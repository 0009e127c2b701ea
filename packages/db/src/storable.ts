/** Amounts are stored in 64 bits: far above any account, far below what a provider can write in JSON. */
export function isStorableAmount(amountMinor: bigint): boolean {
  return amountMinor < largestAmountMinor && amountMinor > -largestAmountMinor;
}

const largestAmountMinor = 2n ** 63n - 1n;
