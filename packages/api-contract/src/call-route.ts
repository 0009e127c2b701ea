import type { RouteConfig } from '@hono/zod-openapi';
import type { z } from 'zod';
import { Problem } from './problems.ts';

/** Calls a route by its contract, so that caller and server cannot disagree. */

type Schema<T> = T extends z.ZodType ? T : never;
type RequestOf<Route extends RouteConfig> = NonNullable<Route['request']>;
type Part<Route extends RouteConfig, Name extends 'params' | 'query'> =
  RequestOf<Route> extends Record<Name, infer S> ? z.input<Schema<S>> : undefined;
type BodyOf<Route extends RouteConfig> =
  RequestOf<Route> extends { body: { content: { 'application/json': { schema: infer S } } } }
    ? z.input<Schema<S>>
    : undefined;
type WithoutUndefined<T> = { [Key in keyof T as T[Key] extends undefined ? never : Key]: T[Key] };

export type RouteInput<Route extends RouteConfig> = WithoutUndefined<{
  params: Part<Route, 'params'>;
  query: Part<Route, 'query'>;
  body: BodyOf<Route>;
}> &
  (RequestOf<Route> extends { headers: unknown } ? { idempotencyKey?: string } : unknown);

type JsonOf<Answer> = Answer extends { content: { 'application/json': { schema: infer S } } }
  ? z.output<Schema<S>>
  : never;
/** The body of the route's answers below 300. */
export type RouteOutput<Route extends RouteConfig> = {
  [Status in 200 | 201 | 202]: Status extends keyof Route['responses'] ? JsonOf<Route['responses'][Status]> : never;
}[200 | 201 | 202];

export type SendRequest = (request: Request) => Promise<Response>;

/** The api answered with a problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}`);
    this.problem = problem;
  }
}

/** The api did not answer, or not in its own format: it is down, or something stands in between. */
export class ApiUnreachableError extends Error {
  override readonly name = 'ApiUnreachableError';
}

/**
 * @param send does the call: `fetch`, or one that adds credentials
 * @throws ProblemError the api says no
 * @throws ApiUnreachableError nothing usable came back
 */
export async function callRoute<Route extends RouteConfig>(
  send: SendRequest,
  baseUrl: string,
  route: Route,
  input: RouteInput<Route>,
): Promise<RouteOutput<Route>> {
  const response = await send(requestOf(baseUrl, route, input)).catch((cause: unknown) => {
    throw new ApiUnreachableError(`${route.method} ${route.path}: no answer`, { cause });
  });
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new ApiUnreachableError(`${route.method} ${route.path}: ${response.status} without JSON`, { cause });
  });
  if (response.ok) return body as RouteOutput<Route>;

  const problem = Problem.safeParse(body);
  if (!problem.success) throw new ApiUnreachableError(`${route.method} ${route.path}: ${response.status}`);
  throw new ProblemError(problem.data);
}

function requestOf(baseUrl: string, route: RouteConfig, input: object): Request {
  const { params, query, body, idempotencyKey } = input as {
    params?: Record<string, unknown>;
    query?: Record<string, string | number | boolean | null | undefined>;
    body?: unknown;
    idempotencyKey?: string;
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  }
  return new Request(url, {
    method: route.method.toUpperCase(),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
