/** Whether a text, as an address holds it, has the form of an id of ours: a UUID. */
export function isId(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
