import { describe, expect, it } from 'vitest';
import { mergeSources } from './merge-sources.ts';
import type { Coverage, IncomingLine, LedgerLine, LineFacts, MergeDecision, Source } from './merge-types.ts';

const nowhere: Coverage = { ponto: [], coda: [] };
const always = [{ from: '2026-01-01', to: '2026-12-31' }];
const wholeYear: Coverage = { ponto: always, coda: always };
const iban = 'BE68539007547034';
const otherIban = 'BE02100000358040';
const long = 'betaling factuur klant 4087, bedankt voor de vlotte levering aan ons depot in Beervelde';

describe('the same booking, in the words of two sources', () => {
  it.each<[string, Partial<LineFacts>, Partial<LineFacts>]>([
    ['capitals, accents and blanks', { text: 'Réf. été 12' }, { text: 'REF ETE  12' }],
    ['a text that CODA cut at 53', { text: long }, { text: long.slice(0, 53).toUpperCase() }],
    [
      'a text that Ponto cut in the middle of a number',
      { text: `${long.slice(0, 44)} 2026-001` },
      { text: `${long.slice(0, 44)} 2026-00123` },
    ],
    ['words that a record boundary cut', { text: 'levering aan ons depot' }, { text: 'LEVERING AAN ONS DE POT' }],
    [
      'words that the bank puts in front',
      { text: 'factuur 2026-17' },
      { text: 'EUROPESE OVERSCHRIJVING MEDEDELING FACTUUR 2026-17' },
    ],
    ['a text that is repeated', { text: 'factuur 2026-17' }, { text: 'FACTUUR 2026-17 FACTUUR 2026-17' }],
    ['an invoice number with another separator', { text: 'Factuur 2026-00123' }, { text: 'FACTUUR 202600123' }],
    [
      'an OGM decorated and bare',
      { text: '+++090/9337/55493+++' },
      { text: null, structuredCommunication: '090933755493' },
    ],
    ['an RF reference in groups', { text: 'RF18 5390 0754 7034' }, { text: 'RF18539007547034' }],
    ['a short reference after the word of a bank', { text: 'F26/3053' }, { text: 'MEDEDELING: F26/3053' }],
    [
      'letters that a bank cannot print, in the text',
      { text: 'Zażółć gęślą jaźń 12' },
      { text: 'MEDEDELING: Za?ó?? g??l? ja?? 12' },
    ],
    [
      'letters that a bank cannot print, in the name',
      { counterpartReference: null, counterpartName: 'Łukasz Wójcik' },
      { counterpartReference: null, counterpartName: '?UKASZ W?JCIK' },
    ],
    ['an IBAN with blanks', {}, { counterpartReference: 'BE68 5390 0754 7034' }],
    ['the old number of a Belgian account', {}, { counterpartReference: '539-0075470-34' }],
    [
      'a name in another order, without legal form',
      { counterpartReference: null, counterpartName: 'Bakkerij Claes BV' },
      { counterpartReference: null, counterpartName: 'CLAES BAKKERIJ' },
    ],
    [
      'a name cut at 35',
      { counterpartReference: null, counterpartName: 'Vereniging van Mede-eigenaars Residentie Zon' },
      { counterpartReference: null, counterpartName: 'VERENIGING VAN MEDE-EIGENAARS RESID' },
    ],
    ['an end-to-end id that only one fills', { endToEndId: 'NOTPROVIDED' }, { endToEndId: 'INV-2026-9' }],
  ])('is one line: %s', (_, ponto, coda) => {
    for (const [source, arriving, known] of bothWays(ponto, coda)) {
      expect(decide(source, [line('in', arriving)], [ledgerOf(source, 'known', known)])).toMatchObject({
        in: { outcome: 'same', ledgerId: 'known', reason: 'alike' },
      });
    }
  });

  it.each<[string, Partial<LineFacts>, Partial<LineFacts>]>([
    ['another account', {}, { counterpartReference: otherIban }],
    ['another OGM', { text: '+++090/9337/55493+++' }, { text: '+++123/4567/89002+++' }],
    ['another end-to-end id', { endToEndId: 'E2E-100001' }, { endToEndId: 'E2E-100002' }],
    ['another invoice beside letters that a bank cannot print', { text: 'żółć 2026-0012' }, { text: '?ó?? 2026-0013' }],
    ['another short reference of the same payer', { text: 'F26/3053' }, { text: 'MEDEDELING: F26/3054' }],
    ['another invoice of the same payer', { text: 'Factuur 2026-0012' }, { text: 'Factuur 2026-00123' }],
    [
      'other names and nothing in common',
      { counterpartReference: null, counterpartName: 'Jan Peeters', text: 'huur' },
      { counterpartReference: null, counterpartName: 'Stad Invendegem', text: 'belasting' },
    ],
    ['another amount', {}, { amountMinor: 101n }],
    ['another currency', {}, { currency: 'USD' }],
  ])('is not one line: %s', (_, ponto, coda) => {
    for (const [source, arriving, known] of bothWays(ponto, coda)) {
      expect(decide(source, [line('in', arriving)], [ledgerOf(source, 'known', known)])).toEqual({
        in: { outcome: 'new' },
      });
    }
  });

  it.each<[string, Partial<LineFacts>, Partial<LineFacts>, string]>([
    [
      'the same account with a quite different text',
      { text: 'huur garage maart' },
      { text: 'terugbetaling voorschot' },
      'partly_alike',
    ],
    [
      'names that are half alike',
      { counterpartReference: null, counterpartName: 'Jan Peeters', text: 'huur' },
      { counterpartReference: null, counterpartName: 'An Peeters', text: 'huur' },
      'partly_alike',
    ],
    [
      'only the amount, of a day that nobody told wholly',
      { counterpartReference: null, counterpartName: null, text: null },
      {},
      'too_little_known',
    ],
  ])('is for a person: %s', (_, ponto, coda, reason) => {
    for (const [source, arriving, known] of bothWays(ponto, coda)) {
      expect(decide(source, [line('in', arriving)], [ledgerOf(source, 'known', known)])).toEqual({
        in: { outcome: 'doubtful', ledgerId: 'known', reason },
      });
    }
  });
});

describe('as many lines as the source that tells most', () => {
  it('keeps twins two: each takes one place, a third is new', () => {
    const ledger = [ledgerOf('ponto', 'a'), ledgerOf('ponto', 'b')];
    const decisions = Object.values(
      decide(
        'ponto',
        ['x', 'y', 'z'].map((id) => line(id)),
        ledger,
      ),
    );
    const places = decisions.flatMap((decision) => (decision.outcome === 'same' ? decision.ledgerId : []));
    expect(places.toSorted()).toEqual(['a', 'b']);
    expect(decisions.filter(({ outcome }) => outcome === 'new')).toHaveLength(1);
  });

  it('never makes two lines of one source one', () => {
    const known = { ...ledgerOf('coda', 'known'), coda: null };
    expect(decide('ponto', [line('in')], [known])).toEqual({ in: { outcome: 'new' } });
  });

  it('pairs the best first, whatever stands first', () => {
    const vague = line('vague', { counterpartReference: null, counterpartName: null, text: null });
    const clear = line('clear');
    const ledger = [
      ledgerOf('ponto', 'mine'),
      ledgerOf('ponto', 'other', {
        counterpartReference: otherIban,
        counterpartName: 'Stad Invendegem',
        text: 'belasting',
      }),
    ];
    for (const incoming of [
      [vague, clear],
      [clear, vague],
    ]) {
      for (const lines of [ledger, ledger.toReversed()]) {
        expect(decide('ponto', incoming, lines, wholeYear)).toMatchObject({
          clear: { outcome: 'same', ledgerId: 'mine' },
          vague: { outcome: 'same', ledgerId: 'other' },
        });
      }
    }
  });

  it('gives a place to a line that fits better, and moves who stood there', () => {
    const vague = facts({ counterpartReference: null, counterpartName: null, text: null });
    const taken: LedgerLine = { ...ledgerOf('ponto', 'mine'), ponto: vague };
    const free = ledgerOf('ponto', 'other', {
      counterpartReference: otherIban,
      counterpartName: 'Stad Invendegem',
      text: 'belasting',
    });
    expect(decide('ponto', [line('clear')], [taken, free], wholeYear)).toMatchObject({
      clear: { outcome: 'same', ledgerId: 'mine', displaced: [{ from: 'mine', to: 'other' }] },
    });
    expect(decide('ponto', [line('clear')], [taken], wholeYear)).toMatchObject({
      clear: { outcome: 'same', ledgerId: 'mine', displaced: [{ from: 'mine', to: 'new-line' }] },
    });
  });

  it('never puts a line outside for one that could as well stand elsewhere', () => {
    const nobody = { counterpartReference: null, counterpartName: null, text: 'Lidgeld 2026' };
    const eric = { counterpartReference: otherIban, counterpartName: 'Éric Lefèvre', text: null };
    const ledger = [
      { ...ledgerOf('ponto', 'held', nobody), ponto: facts(eric) },
      ledgerOf('ponto', 'open', { counterpartName: 'An Peeters', text: 'Lidgeld 2026' }),
    ];
    for (const lines of [ledger, ledger.toReversed()]) {
      expect(decide('ponto', [line('in', nobody)], lines, { ponto: [], coda: always })).toMatchObject({
        in: { outcome: 'same', ledgerId: 'open', displaced: [] },
      });
    }
  });

  it('leaves the witness of an allocated line where it is, and asks', () => {
    const vague = facts({ counterpartReference: null, counterpartName: null, text: null });
    const taken: LedgerLine = { ...ledgerOf('ponto', 'mine'), ponto: vague, isAllocated: true };
    expect(decide('ponto', [line('clear')], [taken], wholeYear)).toEqual({
      clear: { outcome: 'doubtful', ledgerId: 'mine', reason: 'line_is_allocated' },
    });
  });

  it('takes what nothing contradicts for one booking when a source told the whole day', () => {
    const vague = line('in', { counterpartReference: null, counterpartName: null, text: null });
    expect(decide('ponto', [vague], [ledgerOf('ponto', 'known')], { ...nowhere, coda: always })).toMatchObject({
      in: { outcome: 'same', ledgerId: 'known', reason: 'nothing_contradicts' },
    });
  });

  it('takes the same words for one booking when only one names a payer and neither tells more of that amount', () => {
    const nobody = { counterpartReference: null, counterpartName: null, text: 'huur garage' };
    for (const [source, arriving, known] of bothWays(nobody, { text: 'HUUR GARAGE' })) {
      const alone = [ledgerOf(source, 'known', known), ledgerOf(source, 'day before', { bookingDate: '2026-03-09' })];
      expect(decide(source, [line('in', arriving)], alone)).toMatchObject({
        in: { outcome: 'same', ledgerId: 'known', reason: 'nothing_contradicts' },
      });
      const another = ledgerOf(source, 'another', { counterpartReference: otherIban, text: 'F26/3053' });
      expect(decide(source, [line('in', arriving)], [...alone, another])).toMatchObject({
        in: { outcome: 'doubtful', ledgerId: 'known', reason: 'too_little_known' },
      });
    }
  });

  describe('of which one names nobody, among several that say its words', () => {
    const fee = { text: 'Lidgeld 2026' };
    const nobody = { ...fee, counterpartReference: null, counterpartName: null };
    const others = { ...fee, counterpartReference: otherIban, counterpartName: 'An Peeters' };
    const members = [line('claes', fee), line('peeters', others)];
    const outcomes = (...input: Parameters<typeof decide>) =>
      Object.values(decide(...input))
        .map(({ outcome }) => outcome)
        .toSorted();

    it('takes any of them, when who names them told the whole day', () => {
      const told = { ...nowhere, coda: always };
      expect(outcomes('coda', members, [ledgerOf('coda', 'known', nobody)], told)).toEqual(['new', 'same']);
      const ledger = [ledgerOf('ponto', 'claes', fee), ledgerOf('ponto', 'peeters', others)];
      expect(outcomes('ponto', [line('in', nobody)], ledger, told)).toEqual(['same']);
    });

    it('asks when it may be one more, or money is allocated on it', () => {
      for (const told of [nowhere, { ...nowhere, ponto: always }]) {
        expect(outcomes('coda', members, [ledgerOf('coda', 'known', nobody)], told)).toEqual(['doubtful', 'doubtful']);
      }
      const allocated = { ...ledgerOf('coda', 'known', nobody), isAllocated: true };
      expect(outcomes('coda', members, [allocated], wholeYear)).toEqual(['doubtful', 'doubtful']);
    });
  });

  it('takes texts that share nothing for one booking only when both told the whole day', () => {
    const costs = line('in', { counterpartReference: null, counterpartName: null, text: 'Maandelijkse bijdrage' });
    const ledger = [
      ledgerOf('ponto', 'known', { counterpartReference: null, counterpartName: null, text: 'KOSTEN ZICHTREKENING' }),
    ];
    expect(decide('ponto', [costs], ledger, wholeYear)).toMatchObject({
      in: { outcome: 'same', reason: 'proven_by_windows' },
    });
    expect(decide('ponto', [costs], ledger)).toEqual({ in: { outcome: 'new' } });
  });
});

describe('days that differ', () => {
  const ogm = { text: '+++090/9337/55493+++' };

  it.each([1, 2, 3])('is one line %i days later: counterpart and reference agree and there is no other', (days) => {
    const later = line('in', { ...ogm, bookingDate: `2026-03-1${days}` });
    expect(decide('coda', [later], [ledgerOf('coda', 'known', ogm)], { ...nowhere, coda: always })).toMatchObject({
      in: { outcome: 'same', ledgerId: 'known', reason: 'few_days_apart' },
    });
  });

  it('is for a person when neither source told the other day wholly: it may have been paid twice', () => {
    const later = line('in', { ...ogm, bookingDate: '2026-03-11' });
    expect(decide('coda', [later], [ledgerOf('coda', 'known', ogm)])).toMatchObject({
      in: { outcome: 'doubtful', reason: 'other_day' },
    });
  });

  it('is for a person when an equal payment comes back within these days', () => {
    const later = line('in', { ...ogm, bookingDate: '2026-03-12' });
    const ledger = [ledgerOf('coda', 'a', ogm), ledgerOf('coda', 'b', { ...ogm, bookingDate: '2026-03-11' })];
    expect(decide('coda', [later], ledger, { ...nowhere, coda: always })).toMatchObject({
      in: { outcome: 'doubtful', reason: 'other_day' },
    });
  });

  it('is another booking four days later, or with another payer', () => {
    expect(
      decide('coda', [line('in', { ...ogm, bookingDate: '2026-03-14' })], [ledgerOf('coda', 'known', ogm)]),
    ).toEqual({ in: { outcome: 'new' } });
    const other = line('in', { bookingDate: '2026-03-11', counterpartReference: otherIban });
    expect(decide('coda', [other], [ledgerOf('coda', 'known')])).toEqual({ in: { outcome: 'new' } });
  });

  it('goes after the line of the same day', () => {
    const ledger = [ledgerOf('coda', 'earlier', { ...ogm, bookingDate: '2026-03-09' }), ledgerOf('coda', 'today', ogm)];
    expect(decide('coda', [line('in', ogm)], ledger, wholeYear)).toMatchObject({
      in: { outcome: 'same', ledgerId: 'today' },
    });
  });
});

describe('totals and details', () => {
  const total = { amountMinor: 300n, counterpartReference: null, counterpartName: null, text: 'VERZAMELING 2' };
  const one = facts({ amountMinor: 100n, text: 'loon an' });
  const two = facts({
    amountMinor: 200n,
    counterpartReference: otherIban,
    counterpartName: 'Stad Invendegem',
    text: 'loon jan',
  });
  const bundle = { ...line('in', total), isTotal: true, parts: [one, two] };

  it('joins a total with the one line of Ponto', () => {
    expect(
      decide('coda', [bundle], [ledgerOf('coda', 'known', { ...total, text: '2 verrichtingen' })], wholeYear),
    ).toMatchObject({
      in: { outcome: 'same', ledgerId: 'known' },
    });
  });

  it('knows the total by the reference of its file, and no other by that of a payment in it', () => {
    const total = (endToEndId: string) => ({
      ...line('total', { counterpartReference: null, counterpartName: null, text: 'LONEN JANUARI 2', endToEndId }),
      isTotal: true,
    });
    const told = ledgerOf('coda', 'line', {
      counterpartReference: null,
      counterpartName: null,
      text: '2 verrichtingen',
      endToEndId: 'FILE-31',
    });
    expect(decide('coda', [total('FILE-31')], [told])).toMatchObject({ total: { outcome: 'same', reason: 'alike' } });
    expect(decide('coda', [total('PAYMENT-7')], [told])).toMatchObject({ total: { outcome: 'doubtful' } });
  });

  it('is told one by one when a detail surely is a line; what Ponto did not tell is new', () => {
    expect(decide('coda', [bundle], [ledgerOf('coda', 'known', { ...one, text: 'LOON AN' })])).toEqual({
      in: { outcome: 'in_parts', parts: [{ outcome: 'same', ledgerId: 'known' }, { outcome: 'new' }] },
    });
  });

  it('without details is the lines of the day that are exactly it', () => {
    const bare = { ...bundle, parts: [] };
    const lines = [ledgerOf('coda', 'a', one), ledgerOf('coda', 'b', two)];
    expect(decide('coda', [bare], lines)).toEqual({ in: { outcome: 'total_of', ledgerIds: ['a', 'b'] } });
    const more = [...lines, ledgerOf('coda', 'c', { amountMinor: 50n })];
    expect(decide('coda', [bare], more)).toMatchObject({ in: { outcome: 'doubtful', reason: 'may_be_in_total' } });
    expect(decide('coda', [bare], [])).toEqual({ in: { outcome: 'new' } });
  });

  it('finds the detail of a total of the ledger that a line of Ponto is', () => {
    const parts = [
      { ...one, id: 'p1', isWitnessed: false },
      { ...two, id: 'p2', isWitnessed: false },
    ];
    const known: LedgerLine = { ...ledgerOf('ponto', 'known', total), isTotal: true, parts };
    expect(decide('ponto', [line('in', two)], [known])).toEqual({
      in: { outcome: 'part_of', ledgerId: 'known', partId: 'p2' },
    });
  });

  it('says when lines of Ponto turn out to be a total without details', () => {
    const known: LedgerLine = { ...ledgerOf('ponto', 'known', total), isTotal: true };
    const { decisions, totalsTold } = mergeSources({
      source: 'ponto',
      incoming: [line('x', one), line('y', two)],
      ledger: [known],
      coverage: nowhere,
    });
    expect(totalsTold).toEqual([{ ledgerId: 'known', incomingIds: ['x', 'y'], ledgerIds: [] }]);
    expect([...decisions.values()]).toEqual([{ outcome: 'new' }, { outcome: 'new' }]);
  });

  it('asks when the total is allocated already', () => {
    const known: LedgerLine = { ...ledgerOf('ponto', 'known', total), isTotal: true, isAllocated: true };
    expect(decide('ponto', [line('x', one), line('y', two)], [known])).toMatchObject({
      x: { outcome: 'doubtful', reason: 'may_be_in_total' },
      y: { outcome: 'doubtful', reason: 'may_be_in_total' },
    });
  });
});

function decide(
  source: Source,
  incoming: readonly IncomingLine[],
  ledger: readonly LedgerLine[],
  coverage = nowhere,
): Record<string, MergeDecision> {
  return Object.fromEntries(mergeSources({ source, incoming, ledger, coverage }).decisions);
}

function bothWays(
  ponto: Partial<LineFacts>,
  coda: Partial<LineFacts>,
): [Source, Partial<LineFacts>, Partial<LineFacts>][] {
  return [
    ['ponto', ponto, coda],
    ['coda', coda, ponto],
  ];
}

/** A line that only the other source told. */
function ledgerOf(source: Source, id: string, change: Partial<LineFacts> = {}): LedgerLine {
  const told = facts(change);
  return {
    id,
    ponto: source === 'coda' ? told : null,
    coda: source === 'ponto' ? told : null,
    isAllocated: false,
    parts: [],
    isTotal: false,
  };
}

function line(id: string, change: Partial<LineFacts> = {}): IncomingLine {
  return { ...facts(change), id, parts: [], isTotal: false };
}

function facts(change: Partial<LineFacts> = {}): LineFacts {
  return {
    bookingDate: '2026-03-10',
    amountMinor: 100n,
    currency: 'EUR',
    counterpartReference: iban,
    counterpartName: 'Bakkerij Claes BV',
    text: 'Factuur 2026-114',
    structuredCommunication: null,
    endToEndId: null,
    ...change,
  };
}
