import { inCompany, insertOutgoingCalls, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contractRoutes } from './testing/contract-routes.ts';
import { givenApi } from './testing/given-api.ts';
import type { Ask, TestApi } from './testing/given-api.ts';
import { givenBookedCompany, membershipOf } from './testing/given-booked-company.ts';
import type { BookedCompany } from './testing/given-booked-company.ts';

/** Who may look at a company as support, what is seen then, and what the company knows of it. */

const reason = 'vraagt waarom er niets binnenkomt';
const mark = 'Kanarie-van-de-klant';
let api: TestApi;
let company: BookedCompany;
let jonas: Ask;

beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
  jonas = await api.signIn({ sub: 'jonas', email: 'jonas@onfact.example', name: 'Jonas W', support: true });
});
afterAll(() => api.close());
beforeEach(async () => {
  company = await givenBookedCompany(api.db, mark);
  const { companyId, connectionId } = company;
  await inCompany(api.db, companyId, async (tx) => {
    await tx.update(schema.bankAccount).set({ holderName: `${mark} houder`, description: `${mark} rekening` });
    const call = { system: 'ponto', operation: 'accounts.list', durationMs: 9, errorCode: null } as const;
    const at = api.time.now;
    await insertOutgoingCalls(tx, [{ companyId, connectionId, at, status: 200, requestId: 'request-1', ...call }]);
  });
});

/** Each address may sign in only so often, so an administrator does when one is needed. */
function signInAdministrator(): Promise<Ask> {
  const sub = `mieke-${company.companyId}`;
  return api.signIn({ sub, email: `${sub}@example.test`, name: 'Mieke', companies: [membershipOf(company, 'admin')] });
}

const paths = {
  search: () => ['GET', '/v1/support/companies?search=Houtatelier'],
  open: () => ['POST', `/v1/support/companies/${company.companyId}/open`, { reason }],
  look: () => ['GET', `/v1/support/companies/${company.companyId}`],
  act: () => ['POST', `/v1/support/companies/${company.companyId}/actions`, { action: 'pause', reason }],
} as const satisfies Record<string, () => readonly [string, string, object?]>;
type Route = keyof typeof paths;

it('has a row for every route of support', () => {
  const inContract = contractRoutes.filter(({ path }) => path.startsWith('/v1/support/')).map(({ path }) => path);
  const asked = Object.values(paths).map((path) => path()[1].replace(company.companyId, '{companyId}').split('?')[0]);
  expect(asked.toSorted()).toEqual(inContract.toSorted());
});

describe('who may use the routes of support', () => {
  type Asker = 'nobody' | 'a user' | 'an administrator' | 'an api key' | 'support without a reason' | 'support';
  const table: Readonly<Record<Asker, Readonly<Record<Route, number>>>> = {
    nobody: { search: 401, open: 401, look: 401, act: 401 },
    'a user': { search: 403, open: 403, look: 403, act: 403 },
    'an administrator': { search: 403, open: 403, look: 403, act: 403 },
    'an api key': { search: 403, open: 403, look: 403, act: 403 },
    'support without a reason': { search: 200, open: 200, look: 403, act: 403 },
    support: { search: 200, open: 200, look: 200, act: 200 },
  };
  const rows = Object.entries(table).flatMap(([asker, byRoute]) =>
    Object.entries(byRoute).map(([route, status]) => [asker as Asker, route as Route, status] as const),
  );

  it.each(rows)('%s asks to %s: %i', async (asker, route, status) => {
    const ask = await askerCalled(asker);
    expect((await send(ask, route)).status).toBe(status);
  });

  async function askerCalled(asker: Asker): Promise<Ask> {
    if (asker === 'nobody') return api.ask;
    if (asker === 'an administrator') return signInAdministrator();
    if (asker === 'an api key') return api.withApiKey(company.companyId);
    if (asker === 'a user') {
      const companies = [membershipOf(company, 'user')];
      return api.signIn({
        sub: `tom-${company.companyId}`,
        email: `tom-${company.companyId}@x.test`,
        name: 'Tom',
        companies,
      });
    }
    await givenLinked();
    if (asker === 'support') await send(jonas, 'open');
    return jonas;
  }
});

describe('a support employee', () => {
  it('can use no route of a company: not see its lines, not link, not deactivate, not choose it', async () => {
    await send(jonas, 'open');
    for (const { method, path, operationId } of contractRoutes) {
      if (!path.startsWith('/v1/') || path.startsWith('/v1/support/') || withoutCompany.has(operationId)) continue;
      const answer = await jonas(method.toUpperCase(), path.replace(/\{\w+\}/g, company.companyId), {
        body: bodyOf(method, operationId),
      });
      expect([answer.status, operationId]).toEqual([403, operationId]);
    }
    expect(await (await jonas('GET', '/v1/session')).json()).toMatchObject({
      isSupport: true,
      companies: [],
      company: null,
    });
  });

  it('who is also named as a member of a company is none', async () => {
    const both = await api.signIn({
      sub: 'both',
      email: 'both@onfact.example',
      name: 'Both',
      support: true,
      companies: [membershipOf(company, 'admin')],
    });
    expect((await both('GET', '/v1/connection')).status).toBe(403);
    expect(await (await both('GET', '/v1/session')).json()).toMatchObject({ companies: [], company: null });
  });

  it.each([
    ['part of the name', () => `atelier ${company.companyId.slice(0, 8)}`],
    ['the VAT number', () => 'BE 0743.128.876'],
    [
      'the reference of the connection',
      () => `c-${company.connectionId.slice(0, 4)}-${company.connectionId.slice(-4)}`,
    ],
    ['the id at onFact', () => company.onfactCompanyUuid],
  ])('finds the company by %s', async (_what, text) => {
    await inCompany(api.db, company.companyId, (tx) =>
      tx.update(schema.company).set({ vatNumber: 'BE0743128876', name: `Atelier ${company.companyId}` }),
    );
    const answer = await jonas('GET', `/v1/support/companies?search=${encodeURIComponent(text())}`);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toContain(company.companyId);
  });

  it('sees no amount, no name of a counterpart or holder, and no whole account number', async () => {
    await givenLinked();
    await send(jonas, 'open');
    const text = await (await send(jonas, 'look')).text();
    const [account] = await inCompany(api.db, company.companyId, (tx) => tx.select().from(schema.bankAccount));
    expect(text).toContain(account?.reference.slice(-4));
    expect(text).toContain('request-1');
    expect(text).not.toContain(account?.reference);
    expect(text).not.toMatch(/[A-Z]{2}\d{2}(?: ?\d{4}){3}/);
    expect(text).not.toContain(mark);
    expect(text).not.toMatch(/balance|amount|holder|counterpart(?!y)/i);
  });

  it('has a company open for an hour, and gives a reason again after it', async () => {
    const before = api.time.now;
    await send(jonas, 'open');
    api.time.now = new Date(before.getTime() + 59 * 60_000);
    expect((await send(jonas, 'look')).status).toBe(200);
    api.time.now = new Date(before.getTime() + 61 * 60_000);
    const answer = await send(jonas, 'look');
    expect(await answer.json()).toMatchObject({ code: 'support_reason_required' });
    api.time.now = before;
  });

  it('does not open a company for a colleague', async () => {
    const an = await api.signIn({ sub: 'an', email: 'an@onfact.example', name: 'An', support: true });
    await send(jonas, 'open');
    expect((await send(an, 'look')).status).toBe(403);
  });

  it.each(['', 'abc', ' '.repeat(9)])('must give a reason that says something, not %j', async (empty) => {
    const body = { reason: empty };
    expect((await jonas('POST', `/v1/support/companies/${company.companyId}/open`, { body })).status).toBe(400);
  });
});

describe('the trail of the company', () => {
  it('holds every look and every action, with who and why, for its administrators to see', async () => {
    await givenLinked();
    await send(jonas, 'open');
    await send(jonas, 'look');
    await send(jonas, 'act');
    const answer = await (await signInAdministrator())('GET', '/v1/support-visits');
    const { items } = (await answer.json()) as { items: object[] };
    for (const action of ['support.open', 'support.look', 'support.pause']) {
      expect(items).toContainEqual(expect.objectContaining({ action, employee: 'Jonas W', reason }));
    }
  });

  it('holds nothing of a look that was refused', async () => {
    await send(jonas, 'look');
    expect(await (await (await signInAdministrator())('GET', '/v1/support-visits')).json()).toMatchObject({
      items: [],
    });
  });

  it('is not for users who may not manage', async () => {
    const companies = [membershipOf(company, 'user')];
    const tom = await api.signIn({ sub: 'tom-2', email: 'tom-2@x.test', name: 'Tom', companies });
    expect((await tom('GET', '/v1/support-visits')).status).toBe(403);
  });
});

describe('the safe actions', () => {
  beforeEach(async () => {
    await givenLinked();
    await send(jonas, 'open');
  });

  it('pause and resume the reading, each a step in the history of the connection', async () => {
    expect(await act('pause')).toMatchObject({ verdict: { code: 'reading_paused' } });
    expect(await stored()).toMatchObject({ state: 'paused', dueAt: null });
    expect((await askAct('fetch')).status).toBe(409);
    expect((await askAct('pause')).status).toBe(409);
    await act('resume');
    expect(await stored()).toMatchObject({ state: 'active', dueAt: api.time.now });
    const history = await (await signInAdministrator())('GET', '/v1/connection/history');
    const { items } = (await history.json()) as { items: object[] };
    expect(items.slice(0, 2)).toMatchObject([
      { event: 'resumed', actorType: 'support', actorName: 'Jonas W' },
      { event: 'paused', actorType: 'support', actorName: 'Jonas W' },
    ]);
  });

  it('make the connection due, and nothing else: it is read as the schedule reads it', async () => {
    const before = await stored();
    await act('fetch');
    expect(await stored()).toEqual({ ...before, dueAt: api.time.now });
  });

  async function stored() {
    const [row] = await inCompany(api.db, company.companyId, (tx) => tx.select().from(schema.connection));
    return row;
  }

  function askAct(action: string): Promise<Response> {
    return jonas('POST', `/v1/support/companies/${company.companyId}/actions`, { body: { action, reason } });
  }

  async function act(action: string): Promise<unknown> {
    const answer = await askAct(action);
    expect(answer.status).toBe(200);
    return answer.json();
  }
});

function send(ask: Ask, route: Route): Promise<Response> {
  const [method, path, body] = paths[route]() as readonly [string, string, object?];
  return ask(method, path, body === undefined ? {} : { body });
}

async function givenLinked(): Promise<void> {
  const at = api.time.now;
  await inCompany(api.db, company.companyId, (tx) =>
    tx
      .update(schema.connection)
      .set({ state: 'active', connectedAt: at, lastSuccessfulPullAt: at, dueAt: new Date(at.getTime() + 9e6) }),
  );
}

/** Who is signed in is asked before a company is chosen; a link in a mail needs no session. */
const withoutCompany: ReadonlySet<string> = new Set(['getSession', 'unsubscribe']);

/** Each body is right, so that nothing but the right to ask is missing. */
function bodyOf(method: string, operationId: string): object | undefined {
  if (method === 'get') return undefined;
  return operationId === 'chooseCompany' ? { companyId: company.companyId } : {};
}
