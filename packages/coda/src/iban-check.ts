/** Checks that take any text of a bank and never throw. ISO 7064, MOD 97-10. */

/**
 * Two letters, two digits and at least eleven more: meant as an IBAN. By hand, because it is asked for every movement
 * and an expression costs several times as much.
 */
export function looksLikeIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isLetter = code >= 0x41 && code <= 0x5a;
    if (at < 2 ? !isLetter : at < 4 ? !isDigit : !isDigit && !isLetter) return false;
  }
  return true;
}

export function hasIbanCheck(text: string): boolean {
  return looksLikeIban(text) && modulo97(text, 0, 4, modulo97(text, 4, text.length)) === 1;
}

/** Twelve digits whose last two are the remainder of the first ten, where 0 is written 97. */
export function hasBelgianCheck(bban: string): boolean {
  return (Number(bban.slice(0, 10)) % 97 || 97) === Number(bban.slice(10));
}

export function belgianIbanOf(bban: string): string {
  return `BE${String(98 - modulo97(`${bban}BE00`)).padStart(2, '0')}${bban}`;
}

/** Letters count as 10 to 35. @param remainder of what stands before */
function modulo97(text: string, from = 0, to = text.length, remainder = 0): number {
  let rest = remainder;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    rest = code < 58 ? (rest * 10 + code - 48) % 97 : (rest * 100 + code - 55) % 97;
  }
  return rest;
}
