import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { documentationPage } from './documentation-page.ts';
import { pageHeaders } from './page.ts';
import { UnknownInSimulationError } from './unknown-in-simulation.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One operation of a control API: its words, what it takes, and what it does. */
export type Operation<Parameters extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = Readonly<{
  method: Method;
  /** With placeholders in braces. */
  path: string;
  summary: string;
  description?: string;
  parameters?: Parameters;
  query?: Query;
  body?: Body;
  example?: unknown;
  /** What it returns is the JSON answer; nothing becomes an empty object. A `Response` is answered as it is. */
  run(input: { parameters: z.output<Parameters>; query: z.output<Query>; body: z.output<Body> }): unknown;
}>;

export type ControlApp = Readonly<{
  app: OpenAPIHono;
  add<
    Parameters extends z.ZodObject = z.ZodObject,
    Query extends z.ZodObject = z.ZodObject,
    Body extends z.ZodType = z.ZodType,
  >(
    operation: Operation<Parameters, Query, Body>,
  ): void;
}>;

/**
 * An HTTP API for testers, described by `/openapi.json` and by a page at `/`. It answers on the loopback interface
 * only, and only to requests that name it as such, so that no website can reach it through the tester's browser.
 * @param inferences what the page says to be a choice of ours, by subject
 */
export function createControlApp(
  info: { title: string; description: string },
  inferences: Readonly<Record<string, readonly string[]>> = {},
): ControlApp {
  const app = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success ? undefined : c.json({ code: 'invalid_input', message: z.prettifyError(result.error) }, 400),
  });
  app.use(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return c.json({ code: 'not_loopback' }, 403);
    return next();
  });
  const definition = { openapi: '3.1.0', info: { version: '1.0.0', ...info } };
  app.doc31('/openapi.json', definition);
  app.get('/', (c) =>
    c.html(documentationPage(app.getOpenAPI31Document(definition) as never, inferences), 200, pageHeaders([])),
  );
  app.onError((error, c) => {
    if (error instanceof UnknownInSimulationError) return c.json({ code: 'unknown', message: error.message }, 404);
    return c.json({ code: 'refused', message: error.message }, 400);
  });

  return {
    app,
    add({ method, path, summary, description, parameters, query, body, example, run }) {
      const route = createRoute({
        method,
        path,
        summary,
        ...(description === undefined ? {} : { description }),
        request: {
          ...(parameters === undefined ? {} : { params: parameters }),
          ...(query === undefined ? {} : { query }),
          ...(body === undefined
            ? {}
            : { body: { required: true, content: { 'application/json': { schema: body, example } } } }),
        },
        responses: { 200: { description: 'Done.' } },
      });
      app.openapi(route, async (c) => {
        const valid = c.req as unknown as { valid(target: 'param' | 'query' | 'json'): never };
        const answer = await run({
          parameters: (parameters === undefined ? {} : valid.valid('param')) as never,
          query: (query === undefined ? {} : valid.valid('query')) as never,
          body: (body === undefined ? undefined : valid.valid('json')) as never,
        });
        if (answer instanceof Response) return answer;
        return c.body(asJson(answer ?? {}), 200, { 'content-type': 'application/json' });
      });
    },
  };
}

/** Amounts in minor units are written as decimal strings. */
function asJson(answer: unknown): string {
  return JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
