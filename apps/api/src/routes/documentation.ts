import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import type { ApiEnvironment } from '../api-environment.ts';
import { introduceApi } from './api-introduction.ts';

/** The description of the API for programs at `/openapi.json` and for people at `/docs`. */
export function documentationRoutes(app: OpenAPIHono<ApiEnvironment>, apiOrigin: string): Hono<ApiEnvironment> {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of one company, beginning with `ofp_`.',
  });
  const routes = new Hono<ApiEnvironment>();
  routes
    .get('/openapi.json', (c) => c.json(app.getOpenAPI31Document(describe(apiOrigin))))
    .get('/docs', (c) => c.html(page, 200, { 'content-security-policy': policyOfPage }))
    .get('/docs/start.js', (c) => c.body(startScript, 200, typed('text/javascript')))
    .get('/docs/swagger-ui.css', async (c) => c.body(await readAsset(assets.style), 200, typed('text/css')))
    .get('/docs/swagger-ui-bundle.js', async (c) =>
      c.body(await readAsset(assets.script), 200, typed('text/javascript')),
    );
  return routes;
}

function describe(apiOrigin: string) {
  return {
    openapi: '3.1.0',
    info: { title: 'Ponto for onFact', version: '1', description: introduceApi(apiOrigin) },
    servers: [{ url: apiOrigin }],
    security: [{ apiKey: [] }],
    tags: [
      { name: 'Bank transactions', description: 'What the bank booked, and what it was matched with.' },
      {
        name: 'Reconciliation',
        description: 'What each line may pay, and what people decide: match, split, reject, ignore, and take it back.',
      },
      {
        name: 'Matching rules and memory',
        description: 'What the matcher is told, what it learned, and how far it may go.',
      },
      { name: 'Bank accounts', description: 'Accounts by IBAN with their balance.' },
      { name: 'Statement imports', description: 'CODA files: look, import, report, undo.' },
      {
        name: 'Notifications',
        description: 'What the signed-in user is told, in the admin and by mail. Not for API keys.',
      },
      { name: 'Connection', description: 'Activate, link, pull and deactivate.' },
      { name: 'Payments', description: 'The overview of payment sources.' },
      { name: 'Outgoing payments', description: 'Purchases that are paid, and how far each payment is.' },
      { name: 'Support', description: 'For support employees, and what they did at a company. Not for API keys.' },
      { name: 'Session', description: 'Who is signed in to the admin. Not for API keys.' },
      { name: 'Operations', description: 'For operators and load balancers.' },
    ],
  };
}

/** All from this server, nothing inline: a page that could be made to run other code could use the reader's key. */
const policyOfPage = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ponto for onFact: API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<noscript>The machine-readable description is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const startScript = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
`;

function typed(type: string) {
  return { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' };
}

const assets = {
  style: import.meta.resolve('swagger-ui-dist/swagger-ui.css'),
  script: import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
};

function readAsset(url: string): Promise<string> {
  return readFile(fileURLToPath(url), 'utf8');
}
