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

/**
 * A readable list of all operations of a control API, made from its own OpenAPI document.
 * @param inferences what a green test proves nothing about, by subject
 */
export function documentationPage(
  document: OpenApiDocument,
  inferences: Readonly<Record<string, readonly string[]>>,
): Html {
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
      ${Object.keys(inferences).length > 0 ? inferred(inferences) : ''}
      ${Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => entry(method, path, operation)),
      )}
    `,
  });
}

function inferred(inferences: Readonly<Record<string, readonly string[]>>): Html {
  return html`
    <details>
      <summary>What is inference, not fact</summary>
      <p>
        Nothing public says how the real service behaves here, so a green test proves nothing about these points. Names
        in brackets are settings.
      </p>
      ${Object.entries(inferences).map(
        ([subject, sentences]) => html`
          <h2>${subject}</h2>
          <ul>
            ${sentences.map((sentence) => html`<li>${withCode(sentence)}</li>`)}
          </ul>
        `,
      )}
    </details>
  `;
}

/** Text between backquotes stands for names. */
function withCode(text: string): Html[] {
  return text.split('`').map((part, position) => (position % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
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
  details { margin: 16px 0 28px; padding: 12px 18px; border: 1px solid var(--line); border-radius: 8px; }
  summary { font-weight: 600; cursor: pointer; }
  section { border-top: 1px solid var(--line); }
  section h2 { margin-top: 16px; }
  pre { overflow-x: auto; padding: 10px 14px; background: #f4f6f9; border-radius: 6px; font-size: 13px; }
`;
