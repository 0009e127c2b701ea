import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openJobQueue } from './job-queue.ts';
import type { JobDefinition, OpenJobQueue } from './job-queue.ts';
import { inCompany } from './tenancy.ts';
import { createTestDatabase, givenCompany } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

type Payload = { company: string; part: number };

/** Policy, key and group as of the jobs that write to the books. */
const job: JobDefinition<Payload> = {
  queue: 'write-to-the-books',
  parse: (payload) => payload as Payload,
  key: ({ company, part }) => `${company}/${part}`,
  group: ({ company }) => company,
  policy: 'exclusive',
  retryLimit: 0,
  retryDelaySeconds: 1,
  expireInSeconds: 60,
};

/** Policy of the jobs that look at a company as a whole. */
const look: JobDefinition<Payload> = { ...job, queue: 'look-at-all', policy: 'stately' };

let database: TestDatabase;
let queue: OpenJobQueue;
let companyId: string;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  companyId = await givenCompany(database.db);
  queue = await openJobQueue({
    url: database.applicationUrl,
    applicationName: 'test',
    jobs: [job, look],
    maintains: false,
    onError: () => undefined,
  });
});
afterAll(async () => {
  await queue.stop(1_000);
  await database.drop();
});

it('leaves room for other companies while one has much to do, and takes a job again that failed', async () => {
  for (const part of [1, 2, 3]) await enqueue({ company: 'busy', part });
  await enqueue({ company: 'other', part: 1 });

  const started: string[] = [];
  const released = Promise.withResolvers<undefined>();
  await queue.work(job, 2, async (payload) => {
    started.push(job.key(payload));
    if (payload.company === 'busy') await released.promise;
    else throw new Error('fails each time');
  });
  await expect.poll(() => started.toSorted(), { timeout: 8_000 }).toEqual(['busy/1', 'other/1']);
  await expect.poll(triesOfOther, { timeout: 8_000, interval: 300 }).toBeGreaterThan(1);
  expect(started.filter((key) => key.startsWith('busy'))).toEqual(['busy/1']);

  released.resolve(undefined);
  await expect.poll(() => new Set(started).size, { timeout: 8_000 }).toBe(4);

  async function triesOfOther(): Promise<number> {
    await enqueue({ company: 'other', part: 1 });
    return started.filter((key) => key === 'other/1').length;
  }
});

it('lets no run begin that would miss a change which counts on the job that waits already', async () => {
  const payload = { company: 'one', part: 1 };
  await inCompany(database.db, companyId, (tx) => queue.enqueue(tx, look, payload));
  let isChanged = false;
  const seen: boolean[] = [];
  await inCompany(database.db, companyId, async (tx) => {
    await queue.enqueue(tx, look, payload);
    await queue.work(look, 1, () => Promise.resolve(void seen.push(isChanged)));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    isChanged = true;
  });
  await expect.poll(() => seen.at(-1), { timeout: 8_000 }).toBe(true);
});

function enqueue(payload: Payload): Promise<void> {
  return inCompany(database.db, companyId, (tx) => queue.enqueue(tx, job, payload));
}
