/**
 * A Belgian account number with both of its checks right.
 * @param bankCode three digits; those of the demo belong to no real bank
 * @param number at most seven digits
 */
export function belgianIban(bankCode: string, number: number): string {
  const base = bankCode + String(number).padStart(7, '0');
  const account = base + twoDigits(Number(BigInt(base) % 97n) || 97);
  // "BE00" counts as 1114 00 at the end: B = 11, E = 14.
  const check = 98 - Number(BigInt(`${account}111400`) % 97n);
  return `BE${twoDigits(check)}${account}`;
}

/** A VAT number with its check right. @param number at most seven digits; Belgian numbers start with 0 or 1 */
export function belgianVat(number: number): string {
  const base = `0${String(number).padStart(7, '0')}`;
  return `BE${base}${twoDigits(97 - (Number(base) % 97))}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
