import { expect, it } from 'vitest';
import { supervise } from './running.ts';
import type { Running } from './running.ts';

/** Something that a test ends when it likes. */
function givenRunning(processId: number) {
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const running: Running = { processId, ended, stop: async () => end('stopped') };
  return { running, end };
}

const quiet = {
  name: 'worker',
  report: () => undefined,
  giveUp: () => undefined,
  restarts: { backoffMs: [0], limitWithinMinute: 5 },
};

it('starts again what ended by itself, and reports why', async () => {
  const lines: string[] = [];
  const runs = [givenRunning(1), givenRunning(2)];
  let started = 0;
  const supervised = await supervise({
    ...quiet,
    start: async () => runs[started++]!.running,
    report: (line) => lines.push(line),
  });
  runs[0]!.end('SIGKILL');

  await expect.poll(() => supervised.processId()).toBe(2);
  expect(lines).toEqual(['The worker ended (SIGKILL); starting it again.']);
  await supervised.stop();
  expect(started).toBe(2);
});

it('gives up on what ends again and again', async () => {
  const given = Promise.withResolvers<string>();
  const start = async (): Promise<Running> => ({ ...givenRunning(1).running, ended: Promise.resolve('exit code 1') });
  await supervise({ ...quiet, start, giveUp: given.resolve });
  expect(await given.promise).toMatch(/^The worker ended 6 times within a minute \(exit code 1\)\.$/);
});

it('fails when the first start fails', async () => {
  const start = () => Promise.reject(new Error('no certificate'));
  await expect(supervise({ ...quiet, start })).rejects.toThrow('no certificate');
});

it('does not start anything once it was told to stop', async () => {
  let started = 0;
  const first = givenRunning(1);
  const supervised = await supervise({
    ...quiet,
    restarts: { backoffMs: [50], limitWithinMinute: 5 },
    start: async () => {
      started += 1;
      return first.running;
    },
  });
  first.end('SIGKILL');
  await Promise.resolve();
  await supervised.stop();
  expect(started).toBe(1);
});
