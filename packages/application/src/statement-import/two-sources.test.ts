import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../testing/invented-bookings.ts';
import { liveThrough } from '../testing/two-sources-story.ts';

/** Bookings told by Ponto and by CODA in other words, cut anywhere, in any order, repeated and relinked. */
describe('two sources that tell one history', () => {
  it('end as the history itself: nothing wrongly joined, nothing twice, nothing lost', () => {
    for (let seed = 10_000; seed < 10_060; seed++) expectTruth(seed, 0);
  });

  it('never join what two payers paid, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { ledger } = liveThrough(new Dice(seed), 0.1);
        for (const { ponto, coda } of ledger.lines.values()) {
          const [one, other] = [ponto, coda].map((told) =>
            told?.facts.counterpartReference?.replaceAll(' ', '').slice(-12),
          );
          if (one !== undefined && other !== undefined) expect(one).toBe(other);
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['of some months', 6, { dayCount: 75 }],
    ['of some days', 300, {}],
  ])('leave fewer than two in a thousand lines %s to a person when they agree on the day', (_, stories, options) => {
    let [told, doubtful] = [0, 0];
    for (let seed = 50_000; seed < 50_000 + stories; seed++) {
      const end = liveThrough(new Dice(seed), 0, options);
      told += end.toldCount;
      doubtful += end.doubtful.length;
    }
    expect(told).toBeGreaterThan(2_000);
    expect(doubtful / told).toBeLessThan(0.002);
  });

  it('join nothing wrongly when CODA dates one in twenty bookings some days later', () => {
    for (let seed = 20_000; seed < 20_030; seed++)
      expect(liveThrough(new Dice(seed), 0.05).wrong, `seed ${seed}`).toEqual([]);
  });
});

function expectTruth(seed: number, shifted: number): void {
  const { wrong, twice, lost } = liveThrough(new Dice(seed), shifted);
  expect({ wrong, twice, lost }, `seed ${seed}`).toEqual({ wrong: [], twice: [], lost: [] });
}
