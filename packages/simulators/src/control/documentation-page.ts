import { html } from 'hono/html';
import { page, type Html } from './page.ts';

/** The parts of an OpenAPI document that the page shows. */
type OpenApiDocument = {
  info: { title: string; description?: string };
  paths?: Record<string, Record<string, Operation>>;
};
type Operation = {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { example?: unknown; schema?: unknown }> };
};

/** A readable list of all operations of a control API, made from its own OpenAPI document. */
export function documentationPage(document: OpenApiDocument): Html {
  return page({
    language: 'en',
    title: document.info.title,
    banner: 'Simulation. Everything in here is invented.',
    styles,
    content: html`
      <h1>${document.info.title}</h1>
      <p>${document.info.description ?? ''}</p>
      <p class="soft">
        Bodies are JSON. The machine-readable form of this page: <a href="/openapi.json">/openapi.json</a>
      </p>
      ${Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => entry(method, path, operation)),
      )}
    `,
  });
}

function entry(method: string, path: string, { summary, description, parameters, requestBody }: Operation): Html {
  const query = (parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const body = requestBody?.content?.['application/json'];
  const example = body?.example ?? exampleOf(body?.schema);
  return html`
    <section>
      <h2><code>${method.toUpperCase()} ${path}</code></h2>
      <p>${summary ?? ''}</p>
      ${description ? html`<p class="soft">${description}</p>` : ''}
      ${query.length > 0 ? html`<p class="soft">Query, all optional: ${query.join(', ')}</p>` : ''}
      ${example === undefined ? '' : html`<pre>${JSON.stringify(example, null, 2)}</pre>`}
    </section>
  `;
}

function exampleOf(schema: unknown): unknown {
  return typeof schema === 'object' && schema !== null && 'example' in schema ? schema.example : undefined;
}

const styles = `
  main { max-width: 860px; }
  section { border-top: 1px solid var(--line); }
  section h2 { margin-top: 16px; }
  pre { overflow-x: auto; padding: 10px 14px; background: #f4f6f9; border-radius: 6px; font-size: 13px; }
`;
