/** One place of a JSON answer (RFC 6901), and what stands there instead. Without a value it is taken away. */
export type Change = Readonly<{ pointer: string; value?: unknown }>;

/** Changes a JSON text. A pointer that leads nowhere changes nothing; what is no JSON stays as it is. */
export function rewrite(text: string, changes: readonly Change[]): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  for (const { pointer, value } of changes) apply(document, pointer, value);
  return JSON.stringify(document);
}

function apply(document: unknown, pointer: string, value: unknown): void {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.pop();
  const parent = path.reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), document);
  if (name === undefined || !isObject(parent)) return;
  // A plain assignment would let "__proto__" change the parent instead of standing in it.
  if (value === undefined) Reflect.deleteProperty(parent, name);
  else Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
