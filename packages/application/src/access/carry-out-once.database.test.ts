import { createTestDatabase, givenCompany } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { carryOutOnce } from './carry-out-once.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
});
afterAll(() => database.drop());

const time = { now: new Date('2026-11-24T09:00:00Z') };
const pass = (milliseconds: number) => (time.now = new Date(time.now.getTime() + milliseconds));
const request = { key: 'click-0001', request: 'POST /v1/connection/activate' };

let context: Context;
beforeEach(async () => {
  context = {
    db: database.db,
    clock: { now: () => time.now },
    companyId: await givenCompany(database.db),
    actor: { type: 'api-client', apiKeyId: 'k1', name: 'Test' },
  } as unknown as Context;
});

const answerWith = (body: string) => async () => ({ status: 200, body });

/** Begins a request whose process dies before it answers. */
async function givenRequestUnderWay(): Promise<void> {
  const { promise: isBegun, resolve: begin } = Promise.withResolvers<undefined>();
  void carryOutOnce(context, request, () => {
    begin(undefined);
    return new Promise<never>(() => undefined);
  });
  await isBegun;
}

describe('carryOutOnce', () => {
  it('refuses a second request while the first is under way', async () => {
    await givenRequestUnderWay();
    await expect(carryOutOnce(context, request, answerWith('second'))).rejects.toMatchObject({
      code: 'idempotency_key_in_use',
    });
  });

  it('lets the next one through when the first has died, and only one', async () => {
    await givenRequestUnderWay();
    pass(61_000);
    const answers = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) => carryOutOnce(context, request, () => answerLate(name))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('frees the key of a request that failed, or that threw', async () => {
    const refused = await carryOutOnce(context, request, async () => ({ status: 409, body: 'no' }));
    expect(refused.answer.status).toBe(409);
    const failing = carryOutOnce(context, request, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await carryOutOnce(context, request, answerWith('done'))).toMatchObject({ isRepeat: false });
  });

  it('forgets an answer after a day', async () => {
    await carryOutOnce(context, request, answerWith('first'));
    pass(23 * 3_600_000);
    expect(await carryOutOnce(context, request, answerWith('second'))).toMatchObject({ answer: { body: 'first' } });
    pass(2 * 3_600_000);
    expect(await carryOutOnce(context, request, answerWith('third'))).toMatchObject({ answer: { body: 'third' } });
  });
});

/** Long enough for the others to come in the meantime. */
async function answerLate(body: string) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { status: 200, body };
}
