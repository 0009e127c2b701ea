/** Where a request goes: to the server with the ids in it, to a log without them. */
export type ApiPath = Readonly<{ template: string; target: string }>;

/**
 * Paths are written here, not discovered: a link inside an answer could lead the token elsewhere.
 * @throws RangeError when an id is none, for it would make the path another one
 */
export function apiPath<const Template extends `/${string}`>(
  template: Template,
  ...[ids]: PlacesIn<Template> extends never ? [] : [Readonly<Record<PlacesIn<Template>, string>>]
): ApiPath {
  const idOf = ids as Readonly<Record<string, string>> | undefined;
  const target = template.replace(/\{(\w+)\}/g, (_place, name: string) => pathStep(name, idOf?.[name] ?? ''));
  return { template: product + template, target: product + target };
}

const product = '/ponto-connect';

/** "accountId" | "id" of "/accounts/{accountId}/transactions/{id}". */
type PlacesIn<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesIn<Rest>
  : never;

function pathStep(name: string, id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new RangeError(`${name} is no id`);
  return encodeURIComponent(id);
}
