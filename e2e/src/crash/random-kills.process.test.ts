import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, it } from 'vitest';
import { assertInvariants, rememberBeginning } from './invariants.ts';
import type { Beginning } from './invariants.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** CRASH_SEED repeats a run as far as processes can be repeated: the same kills after the same waits. */
const seed = Number(process.env.CRASH_SEED ?? Math.trunc(Math.random() * 1e9));
const killCount = 10;

let stage: Stage;
let beginning: Beginning;
beforeAll(async () => {
  stage = await setStage();
  await stage.mieke.signIn();
  beginning = await rememberBeginning(stage);
  await stage.mieke.linkPonto();
  await stage.waitUntilQuiet();
});
afterAll(() => stage.end());

it(`loses nothing when worker, api and database are killed while lines come in (CRASH_SEED=${seed})`, async () => {
  const random = randomOf(seed);
  const [account] = await stage.query(
    `select ponto_account_id from bank_account where currency = 'EUR' order by reference`,
  );
  const accountId = String(account?.ponto_account_id);
  const victims = ['worker', 'database', 'worker', 'api', 'worker'] as const;

  for (let kills = 0; kills < killCount; kills += 1) {
    await stage.control.bookPaidInvoices(accountId, 2 + Math.trunc(random() * 4));
    await stage.control.bookLines(accountId, 150 + Math.trunc(random() * 150));
    await stage.pullNow();
    await sleep(random() * 1_500);
    await stage.kill(victims[kills % victims.length] ?? 'worker');
  }
  await stage.waitUntilQuiet();
  /** A walk that was broken off goes on where it was; what came in above it is read by the one after it. */
  for (let pulls = 0; pulls < 2; pulls += 1) {
    await stage.pullNow();
    await stage.waitUntilQuiet();
  }
  await assertInvariants(stage, beginning);
});

/** mulberry32: small, and the same on every machine. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
