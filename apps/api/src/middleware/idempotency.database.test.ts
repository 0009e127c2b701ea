import { inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { givenApi } from '../testing/given-api.ts';
import type { Ask, TestApi } from '../testing/given-api.ts';
import { givenBookedCompany } from '../testing/given-booked-company.ts';
import type { BookedCompany } from '../testing/given-booked-company.ts';

let api: TestApi;
beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
});
afterAll(() => api.close());

let company: BookedCompany;
let ask: Ask;
beforeEach(async () => {
  company = await givenBookedCompany(api.db, 'Houtatelier');
  ask = await api.withApiKey(company.companyId);
});

const headers = { 'idempotency-key': 'click-0001' };
const undo = (as: Ask = ask) => as('POST', `/v1/allocations/${company.allocationId}/undo`, { headers });
const switchMatching = (automaticMatching: 'off' | 'exact') =>
  ask('PATCH', `/v1/bank-accounts/${company.bankAccountId}`, { headers, body: { automaticMatching } });

const undos = () => inCompany(api.db, company.companyId, (tx) => tx.select().from(schema.auditEntry));

describe('a write with an idempotency key', () => {
  it('is carried out once, and a repeat gets the first answer', async () => {
    const first = await undo();
    const repeat = await undo();
    expect([first.status, repeat.status]).toEqual([200, 200]);
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
    expect(await repeat.json()).toEqual(await first.json());
    expect(await undos()).toHaveLength(1);
  });

  it('is carried out once when ten arrive together', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => undo()));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses).toContain(200);
    expect(await undos()).toHaveLength(1);
  });

  it('is refused when the key belongs to another request', async () => {
    expect((await switchMatching('off')).status).toBe(200);
    const other = await switchMatching('exact');
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('frees its key when it came to nothing', async () => {
    const path = '/v1/allocations/7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11/undo';
    expect((await ask('POST', path, { headers })).status).toBe(404);
    expect((await undo()).status).toBe(200);
  });

  it('gives nobody the answer that somebody else was given', async () => {
    expect((await undo()).status).toBe(200);
    expect((await undo(await api.withApiKey(company.companyId))).status).toBe(422);
  });

  it('shares no key with another company', async () => {
    expect((await switchMatching('off')).status).toBe(200);
    const other = await givenBookedCompany(api.db, 'Studio');
    const otherAsk = await api.withApiKey(other.companyId);
    const path = `/v1/bank-accounts/${other.bankAccountId}`;
    expect((await otherAsk('PATCH', path, { headers, body: { automaticMatching: 'exact' } })).status).toBe(200);
  });

  it.each(['short', 'x'.repeat(201)])('is refused with the malformed key %j', async (key) => {
    const answer = await ask('POST', '/v1/connection/activate', { headers: { 'idempotency-key': key } });
    expect(await answer.json()).toMatchObject({ code: 'invalid_request' });
  });
});
