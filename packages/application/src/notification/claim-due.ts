import { asDispatcher, claimDueWatches as claimWatches, listDueMails } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { sendMail, watchConnection } from '../jobs/definitions.ts';

const limit = 200;
const limitPerCompany = 20;
/** When the look itself does not say when to look again, because its worker died. */
const lookAgainMs = 15 * 60_000;

/** Hands the connections that it is time to look at to the workers: in one statement over all companies. */
export async function claimDueWatches({ db, clock, jobs }: Services): Promise<number> {
  const now = clock.now();
  return asDispatcher(db, async (tx) => {
    const due = await claimWatches(tx, { now, nextLookAt: new Date(now.getTime() + lookAgainMs), limit });
    for (const connection of due) await jobs.enqueue(tx, watchConnection, connection);
    return due.length;
  });
}

/** Enqueues the mails whose time has come: new ones whose job was lost, those whose wait after a failure is over. */
export async function claimDueMails({ db, clock, jobs }: Services): Promise<number> {
  return asDispatcher(db, async (tx) => {
    const due = await listDueMails(tx, { now: clock.now(), limit, limitPerCompany });
    for (const mail of due) await jobs.enqueue(tx, sendMail, mail);
    return due.length;
  });
}
