/** Groups of four with real spaces, so that a screen reader reads groups too. Other numbers stay as they are. */
export function formatAccountNumber(reference: string): string {
  return looksLikeIban(reference) ? (reference.match(/.{1,4}/g) ?? []).join(' ') : reference;
}

export function looksLikeIban(reference: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(reference);
}

/** "123456789012" → "+++123/4567/89012+++" */
export function formatStructuredCommunication(digits: string): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

/** "BE0743128876" → "BE 0743.128.876" */
export function formatVatNumber(vatNumber: string): string {
  const belgian = /^BE(\d{4})(\d{3})(\d{3})$/.exec(vatNumber);
  return belgian ? `BE ${belgian.slice(1).join('.')}` : vatNumber;
}
