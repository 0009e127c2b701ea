/** A record as the API shows it. */
export type WireRecord = Record<string, unknown>;

/**
 * Reads the expression of the `q` parameter: `field:value` and flags such as `isCustomer`, joined by `AND` or `&&`.
 * A value may be quoted and may hold `*`. The real grammar is known by examples only.
 */
export function filterOf(expression: string): (record: WireRecord) => boolean {
  const terms = termsOf(expression).map(testOf);
  return (record) => terms.every((fits) => fits(record));
}

/** `order_by=field:ascend` or `field:descend`. */
export function orderOf(parameter: string): (left: WireRecord, right: WireRecord) => number {
  const [field = '', direction] = parameter.split(':');
  const sign = direction === 'descend' ? -1 : 1;
  return (left, right) => sign * compare(left[field], right[field]);
}

function termsOf(expression: string): string[] {
  const outsideQuotes = /(?:"[^"]*"|[^"])*?(?:\s+AND\s+|\s*&&\s*|$)/g;
  return [...expression.matchAll(outsideQuotes)]
    .map(([term]) => term.replace(/(?:\s+AND\s+|\s*&&\s*)$/, '').trim())
    .filter((term) => term !== '');
}

function testOf(term: string): (record: WireRecord) => boolean {
  const [, field, quoted, bare] = /^(\w+):(?:"([^"]*)"|(.+))$/.exec(term) ?? [];
  if (field === undefined) return flagTest(term);
  const wanted = wildcard(quoted ?? bare ?? '');
  return (record) => wanted.test(asText(record[field]));
}

/** An unknown flag finds nothing. */
function flagTest(term: string): (record: WireRecord) => boolean {
  const field = { isCustomer: 'customer', isSupplier: 'supplier', isProspect: 'prospect' }[term];
  return (record) => field !== undefined && asText(record[field]) !== '';
}

function wildcard(text: string): RegExp {
  const literal = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}

/** A money object counts by its amount in the document's currency. */
function asText(value: unknown): string {
  if (typeof value === 'object' && value !== null && '_' in value) return asText(value._);
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [leftText, rightText] = [asText(left), asText(right)];
  return leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
}
