/**
 * A filter that onFact is asked for and that every answer is held against, because onFact ignores in silence what it
 * does not know. That rows are missing which should be there cannot be told from the answer: where a missing row costs
 * money, read without a filter.
 */
export type Filter<Resource> = Readonly<{
  /** onFact's expression; its grammar is known by examples only. */
  q: string;
  accepts(resource: Resource): boolean;
}>;

/** Both must fit. */
export function bothOf<Resource>(left: Filter<Resource>, right: Filter<Resource>): Filter<Resource> {
  return {
    q: `${left.q} AND ${right.q}`,
    accepts: (resource) => left.accepts(resource) && right.accepts(resource),
  };
}

/**
 * A field with exactly this text.
 * @throws RangeError for a text that the grammar may take for something else
 */
export function fieldIs(field: string, text: string): string {
  if (/["*\\]/.test(text)) throw new RangeError('A filter of onFact cannot hold quotes, wildcards or backslashes');
  return `${field}:"${text}"`;
}
