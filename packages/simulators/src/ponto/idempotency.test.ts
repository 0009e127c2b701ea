import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { answerOnce } from './idempotency.ts';
import { emptyScenario, stateOf } from './scenario.ts';
import type { Served } from './served.ts';
import type { PontoSimulation } from './simulation.ts';

it('executes requests with one key once, also when they come while the first is still under way', async () => {
  const state = stateOf(emptyScenario, 1, new Date('2026-11-24T09:00:00Z'));
  const simulation = { state, changed: () => undefined } as PontoSimulation;
  let executed = 0;
  const app = new Hono<Served>().use(answerOnce(simulation)).post('/payments', async (c) => {
    await setImmediate();
    executed += 1;
    return c.json({ executed }, 201);
  });
  const pay = (key: string) =>
    app.request('/payments', { method: 'POST', headers: { 'ibanity-idempotency-key': key } });

  const answers = await Promise.all([pay('one'), pay('one'), pay('one'), pay('another')]);
  expect(executed).toBe(2);
  expect(new Set(await Promise.all(answers.slice(0, 3).map((answer) => answer.text()))).size).toBe(1);
});
