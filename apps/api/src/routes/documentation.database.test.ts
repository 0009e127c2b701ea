import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contractRoutes } from '../testing/contract-routes.ts';
import { givenApi } from '../testing/given-api.ts';
import type { TestApi } from '../testing/given-api.ts';

type Operation = { operationId: string; responses: Record<string, { description: string }>; tags: string[] };
type Document = {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  tags: { name: string }[];
};

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
  document = (await (await api.ask('GET', '/openapi.json')).json()) as Document;
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  it('is version 3.1 with what that version demands', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info.title).toBeTruthy();
    expect(document.info.version).toBeTruthy();
    for (const operation of operations()) {
      expect(Object.keys(operation.responses)).not.toHaveLength(0);
      for (const { description } of Object.values(operation.responses)) expect(description).toBeTruthy();
    }
  });

  it('describes every operation of the contract, and nothing else', () => {
    const names = operations().map(({ operationId }) => operationId);
    expect(names.sort()).toEqual(contractRoutes.map(({ operationId }) => operationId).sort());
  });

  it('refers only to what it contains', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references).toHaveLength(text.split('"$ref"').length - 1);
    for (const [, group = '', name = ''] of references) {
      expect(document.components).toHaveProperty([group, name]);
    }
  });

  it('explains each tag, and writes nullable values as 3.1 does', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const operation of operations()) expect(operation.tags.filter((tag) => !tags.has(tag))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('asks for a key everywhere but where operators look and where the link of a mail leads', () => {
    const open = operations().filter((operation) => 'security' in operation);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual(['getHealth', 'getReadiness', 'unsubscribe']);
  });
});

describe('the reference page', () => {
  it('loads nothing from elsewhere and runs nothing inline', async () => {
    const page = await api.ask('GET', '/docs');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');

    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toContain('/docs/swagger-ui-bundle.js');
    for (const file of files) expect((await api.ask('GET', file)).status).toBe(200);
    expect(html).not.toMatch(/(?:src|href)="https?:|<script>|style=/);
  });
});

function operations(): Operation[] {
  return Object.values(document.paths).flatMap((methods) => Object.values(methods));
}
