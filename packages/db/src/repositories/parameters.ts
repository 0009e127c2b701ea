/** Many values as one parameter of a query: a thousand separate ones cost more than the query. */

/** An array as one parameter: a thousand separate ones cost more than the query. */
export function asArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Amounts as text; without NUL and lone surrogates, which PostgreSQL cannot store. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : typeof part === 'string' ? storable(part) : part,
  );
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** The keys of a row as columns: executionDate becomes execution_date. */
export function asColumns(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}
