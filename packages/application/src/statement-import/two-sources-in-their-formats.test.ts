import { findStructuredCommunication, parseIban } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice, inventHistory } from '../testing/invented-bookings.ts';
import { firstRecord, saidOnce } from '../testing/told-as-coda.ts';
import { inventHabits, tell } from '../testing/told-bookings.ts';
import type { ToldHistory } from '../testing/told-bookings.ts';
import { liveThrough, render } from '../testing/two-sources-story.ts';
import type { LineFacts } from './merge-types.ts';

/** The stories of the two sources, with every page and every statement written and read: JSON of Ponto, bytes of CODA. */
describe('two sources that tell one history in their own formats', () => {
  it('end as the history itself: nothing wrongly joined, nothing twice, nothing lost', () => {
    for (let seed = 30_000; seed < 30_020; seed++) {
      const { wrong, twice, lost } = liveThrough(new Dice(seed), 0, { rendering: new Dice(seed) });
      expect({ wrong, twice, lost }, `seed ${seed}`).toEqual({ wrong: [], twice: [], lost: [] });
    }
  });

  it.each([700_682, 900_021])('end as the history itself where equal fees lack their payers (seed %i)', (seed) => {
    const days = seed === 900_021 ? { dayCount: 75 } : {};
    const { wrong, twice, lost } = liveThrough(new Dice(seed), 0, { rendering: new Dice(seed), ...days });
    expect({ wrong, twice, lost }).toEqual({ wrong: [], twice: [], lost: [] });
  });

  it('hide a booking only behind a twin that a new reading does not reach', () => {
    const { lost, hiddenByTwins } = liveThrough(new Dice(700_674), 0, { rendering: new Dice(700_674) });
    expect({ lost, hiddenByTwins }).toEqual({ lost: [], hiddenByTwins: ['b55'] });
  });

  it('leave no more to a person than the facts themselves do', () => {
    const doubts = { facts: 0, formats: 0 };
    for (let seed = 40_000; seed < 40_010; seed++) {
      doubts.facts += liveThrough(new Dice(seed), 0).doubtful.length;
      doubts.formats += liveThrough(new Dice(seed), 0, { rendering: new Dice(seed) }).doubtful.length;
    }
    expect(doubts.formats).toBeLessThanOrEqual(doubts.facts + 1);
  });
});

describe('writing and reading what is told', () => {
  it('loses nothing of a page of Ponto', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (told, seed) => {
        expect(render(told, new Dice(seed)).ponto).toEqual(told.ponto);
      }),
      { numRuns: 15 },
    );
  });

  it('loses nothing of a CODA file that joining needs, and no more of a text than what is after its first record', () => {
    fc.assert(
      fc.property(histories, fc.nat(), ({ statements, ponto }, seed) => {
        const read = render({ statements, ponto: ponto.slice(0, 1) }, new Dice(seed)).statements;
        expect(read.map(balances)).toEqual(statements.map(balances));
        const [factsRead, factsTold] = [read, statements].map(factsIn);
        expect(factsRead?.map(withoutText)).toEqual(factsTold?.map(withoutText));
        factsTold?.forEach(({ text }, index) => expectText(factsRead?.[index]?.text ?? null, text));
      }),
      { numRuns: 15 },
    );
  });
});

const histories = fc.nat().map((seed): ToldHistory => {
  const dice = new Dice(seed);
  const history = inventHistory(dice, dice.between(4, 24));
  const habits = { ...inventHabits(dice, dice.pick([0, 0.1])), codaKeepsLetters: dice.chance(0.5) };
  return tell(history, habits, dice);
});

function balances({ oldDate, oldBalanceMinor, newDate, newBalanceMinor, lines }: ToldHistory['statements'][number]) {
  const structure = lines.map(({ id, isTotal, parts, bookingIds }) => [id, isTotal, parts.length, bookingIds]);
  return { oldDate, oldBalanceMinor, newDate, newBalanceMinor, structure };
}

function factsIn(statements: ToldHistory['statements']): LineFacts[] {
  return statements.flatMap(({ lines }) => lines.flatMap(({ facts, parts }) => [facts, ...parts.map((p) => p.facts)]));
}

/** CODA writes an account without blanks, and of a Belgian number an IBAN is made. */
function withoutText(facts: LineFacts): LineFacts {
  const account = facts.counterpartReference?.replaceAll(' ', '') ?? null;
  return { ...facts, text: null, counterpartReference: account && bban(account) };
}

function bban(account: string): string {
  return parseIban(account) ? account.slice(4) : account;
}

/** A reference is told as its digits and read as it is printed; blanks are nothing; what is repeated is said once. */
function expectText(read: string | null, told: string | null): void {
  if (told === null) {
    if (read !== null) expect(findStructuredCommunication(read)).toBeDefined();
    return;
  }
  const whole = oneLine(saidOnce(told));
  const start = oneLine(told.slice(0, firstRecord));
  expect(read === whole || read === start, `${read} of ${told}`).toBe(true);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
