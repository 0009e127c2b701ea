import { describe, expect, it } from 'vitest';
import { createReadiness } from './readiness.ts';

function givenReadiness() {
  const world = { problem: undefined as Error | undefined, queueIsUsable: true, now: 0, looks: 0 };
  const read = createReadiness({
    async assertSchemaIsCurrent() {
      world.looks += 1;
      if (world.problem) throw world.problem;
    },
    queueIsUsable: async () => world.queueIsUsable,
    clock: { now: () => new Date(world.now) },
  });
  return { world, read };
}

const problem = (code: string) => Object.assign(new Error(code), { code });

describe('readiness', () => {
  it.each([
    ['unreachable', ['database']],
    ['ECONNRESET', ['database']],
    ['not_migrated', ['schema']],
    ['newer_than_code', ['schema']],
  ])('names what is missing at %s', async (code, missing) => {
    const { world, read } = givenReadiness();
    world.problem = problem(code);
    expect(await read()).toEqual(missing);
  });

  it('names the queue when only that is missing', async () => {
    const { world, read } = givenReadiness();
    world.queueIsUsable = false;
    expect(await read()).toEqual(['queue']);
  });

  it('returns by itself when the database does', async () => {
    const { world, read } = givenReadiness();
    world.problem = problem('unreachable');
    expect(await read()).toEqual(['database']);
    world.problem = undefined;
    world.now += 1_001;
    expect(await read()).toEqual([]);
  });

  it('looks once a second, however often it is asked', async () => {
    const { world, read } = givenReadiness();
    await Promise.all(Array.from({ length: 50 }, read));
    expect(world.looks).toBe(1);
  });
});
