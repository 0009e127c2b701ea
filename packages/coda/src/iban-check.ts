/** Checks that take any text of a bank and never throw. ISO 7064, MOD 97-10. */

/** Two letters, two digits and at least eleven more: meant as an IBAN. */
export function looksLikeIban(text: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text);
}

export function hasIbanCheck(text: string): boolean {
  return looksLikeIban(text) && modulo97(text.slice(4) + text.slice(0, 4)) === 1;
}

/** Twelve digits whose last two are the remainder of the first ten, where 0 is written 97. */
export function hasBelgianCheck(bban: string): boolean {
  return (Number(bban.slice(0, 10)) % 97 || 97) === Number(bban.slice(10));
}

export function belgianIbanOf(bban: string): string {
  return `BE${String(98 - modulo97(`${bban}BE00`)).padStart(2, '0')}${bban}`;
}

/** Letters count as 10 to 35. */
function modulo97(text: string): number {
  let remainder = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    remainder = code < 58 ? (remainder * 10 + code - 48) % 97 : (remainder * 100 + code - 55) % 97;
  }
  return remainder;
}
