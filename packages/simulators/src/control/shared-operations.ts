import { z } from '@hono/zod-openapi';
import type { Call } from './call-log.ts';
import type { ControlApp } from './control-app.ts';
import { FaultRequest, type Fault } from './fault-script.ts';

/** What both simulated worlds can do. */
export type ControllableWorld = Readonly<{
  now(): Date;
  clockIsRunning(): boolean;
  setClock(moment: Date, running?: boolean): void;
  advanceClock(milliseconds: number): void;
  injectFault(fault: FaultRequest): Fault;
  faults(): readonly Fault[];
  clearFaults(): void;
  calls(): readonly Call[];
  clearCalls(): void;
  reset(): void;
}>;

export function addSharedOperations({ add }: ControlApp, world: ControllableWorld): void {
  const clock = () => ({ now: world.now().toISOString(), running: world.clockIsRunning() });

  add({ method: 'get', path: '/clock', summary: 'The time in the simulated world.', run: clock });
  add({
    method: 'put',
    path: '/clock',
    summary: 'Move the world to a moment; with `running` false time stands still there.',
    body: z.object({ now: z.iso.datetime(), running: z.boolean().default(true) }),
    example: { now: '2026-12-01T08:00:00Z', running: true },
    run: ({ body }) => {
      world.setClock(new Date(body.now), body.running);
      return clock();
    },
  });
  add({
    method: 'post',
    path: '/clock/advance',
    summary: 'Let time pass. Everything that falls due in between happens.',
    body: z.object({ seconds: z.number().min(0) }),
    example: { seconds: 21_600 },
    run: ({ body }) => {
      world.advanceClock(body.seconds * 1_000);
      return clock();
    },
  });

  add({ method: 'get', path: '/faults', summary: 'Faults that wait for their call.', run: () => world.faults() });
  add({
    method: 'post',
    path: '/faults',
    summary: 'Let the next calls that fit go wrong.',
    description:
      'Effects: status (429, 500, … instead of doing it; `code` in the body, `retryAfter` as seconds, date or nonsense), status-after (does it, then says it failed), delay, drop (closes the connection), drop-after (does it, then closes), truncate (half the JSON), cut (closes half-way), trickle (`bytesPerSecond`), endless, bad-gzip, gzip-bomb, redirect, html, rewrite (changes JSON pointers of the right answer), replace (an answer of your own). `path` takes `*`; `skip` calls go well first, `times` calls then fail, each with the `probability`, drawn from the seed.',
    body: FaultRequest,
    example: {
      method: 'GET',
      path: '*/transactions',
      times: 3,
      effect: { kind: 'status', status: 429, retryAfter: '2' },
    },
    run: ({ body }) => world.injectFault(body),
  });
  add({ method: 'delete', path: '/faults', summary: 'Forget all faults.', run: () => world.clearFaults() });

  add({
    method: 'get',
    path: '/calls',
    summary: 'All calls so far: method, path, status; null when there was no answer. Without secrets.',
    run: () => world.calls(),
  });
  add({ method: 'delete', path: '/calls', summary: 'Empty the log of calls.', run: () => world.clearCalls() });
  add({ method: 'post', path: '/reset', summary: 'Back to the first day.', run: () => world.reset() });
}
