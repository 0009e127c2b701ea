import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { givenApi } from '../testing/given-api.ts';
import type { TestApi } from '../testing/given-api.ts';

/** What a delivery does once it is believed: `application/webhook/webhooks.database.test.ts`. */

let api: TestApi;
beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
});
afterAll(() => api.close());

it('takes no body that is larger than any event, before it looks at the signature', async () => {
  const answer = await api.ask('POST', '/webhooks/ponto', { body: 'x'.repeat(70_000) });
  expect(answer.status).toBe(413);
});

it('is no part of what consumers of the api are told', async () => {
  const answer = await api.ask('GET', '/openapi.json');
  const { paths } = (await answer.json()) as { paths: Record<string, unknown> };
  expect(Object.keys(paths).filter((path) => path.includes('webhook'))).toEqual([]);
});

it('answers to nothing but a delivery', async () => {
  expect((await api.ask('GET', '/webhooks/ponto')).status).toBe(405);
});
