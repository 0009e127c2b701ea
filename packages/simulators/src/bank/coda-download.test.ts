import { readCodaBytes, type CodaEvent, type Movement } from '@onfact-ponto/coda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thousandthsOf } from '../ponto/amounts.ts';
import type { ScenarioAccount } from '../ponto/scenario.ts';
import { givenAccount, givenPonto, type GivenPonto } from '../ponto/testing/given-ponto.ts';
import type { NewTransaction } from '../ponto/bank-line.ts';
import { demoScenario } from '../scenarios/demo-scenario.ts';
import { texts, totals, type StatementOptions } from './statement-options.ts';

function eventsOf<Type extends CodaEvent['type']>(
  events: readonly CodaEvent[],
  type: Type,
): Extract<CodaEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<CodaEvent, { type: Type }> => event.type === type);
}

function read(bytes: Uint8Array) {
  const events = readCodaBytes(bytes);
  const movements = eventsOf(events, 'movement');
  return {
    issues: eventsOf(events, 'issue').map(({ code, line, found, expected }) => ({ code, line, found, expected })),
    statements: eventsOf(events, 'statement'),
    ends: eventsOf(events, 'statement_end'),
    messages: eventsOf(events, 'message'),
    booked: movements.filter(({ isDetail }) => !isDetail),
    detailsOf: (movement: Movement) => {
      const following = movements.slice(movements.indexOf(movement) + 1);
      const end = following.findIndex(({ isDetail }) => !isDetail);
      return end < 0 ? following : following.slice(0, end);
    },
  };
}

describe('the demo company', () => {
  const scenario = demoScenario(1, '2026-11-24').ponto;
  const scenarios = scenario.organizations.flatMap(({ accounts }) => accounts);
  /** The accounts of the running world, each beside what the scenario says of it. */
  const accountsOf = ({ world }: GivenPonto): [string, ScenarioAccount][] =>
    scenarios.map((account) => [
      world.accounts().find(({ reference }) => reference === account.reference)?.id ?? '',
      account,
    ]);

  it('gets files in which the reader finds nothing to complain about', async () => {
    const ponto = await givenPonto({ scenario });
    for (const [id] of accountsOf(ponto)) {
      for (const options of [
        {},
        { emptyDays: true },
        { intraday: true },
        { totals: 'with-details' },
        { texts: 'poor' },
      ] as const) {
        expect(read(ponto.world.codaOf(id, options)).issues).toEqual([]);
      }
    }
  });

  it('sees balances that go on from statement to statement, from the first day to what Ponto says', async () => {
    const ponto = await givenPonto({ scenario });
    for (const [id, { openingBalanceMinor, currency }] of accountsOf(ponto)) {
      const { statements, ends } = read(ponto.world.codaOf(id));
      const balances = statements.map(({ oldBalance }) => oldBalance);
      expect(balances[0]?.amountThousandths).toBe(Number(thousandthsOf(openingBalanceMinor, currency)));
      expect(ends.map(({ newBalance }) => newBalance).slice(0, -1)).toEqual(balances.slice(1));
      const { currentBalanceMinor } = ponto.world.account(id);
      expect(ends.at(-1)?.newBalance.amountThousandths).toBe(Number(thousandthsOf(currentBalanceMinor, currency)));
    }
  });

  it('finds each line of Ponto in its statements, on the same day and of the same amount', async () => {
    const ponto = await givenPonto({ scenario });
    for (const [id, { published, currency, reference }] of accountsOf(ponto)) {
      const { booked, statements } = read(ponto.world.codaOf(id));
      expect(statements.every(({ account }) => account?.iban === reference && account.currency === currency)).toBe(
        true,
      );
      const told = booked.map(({ entryDate, amountThousandths }) => `${entryDate} ${amountThousandths}`);
      const shown = published.map(({ line }) => `${line.executionDate} ${thousandthsOf(line.amountMinor, currency)}`);
      expect(told.toSorted()).toEqual(shown.toSorted());
    }
  });

  it('numbers its statements through each year', async () => {
    const ponto = await givenPonto({ scenario });
    const [[id] = ['']] = accountsOf(ponto);
    const { statements } = read(ponto.world.codaOf(id, { emptyDays: true }));
    const last = new Map<string, number>();
    for (const { creationDate, codaSequenceNumber, oldBalance } of statements) {
      const day = oldBalance.date ?? '';
      expect(creationDate && creationDate > day).toBe(true);
      expect(codaSequenceNumber === 1 || codaSequenceNumber === (last.get('number') ?? 0) + 1).toBe(true);
      last.set('number', codaSequenceNumber ?? 0);
    }
    expect(statements.filter(({ codaSequenceNumber }) => codaSequenceNumber === 1)).toHaveLength(3);
  });

  it('reads in its statements what Ponto does not tell', async () => {
    const ponto = await givenPonto({ scenario });
    const [[id] = ['']] = accountsOf(ponto);
    const { booked, detailsOf } = read(ponto.world.codaOf(id));
    const types = new Set(booked.map(({ communication }) => communication.structuredType));
    expect([...types].toSorted()).toEqual(['101', '102', '113', '127', null]);

    const totals = booked.filter(({ transactionCode }) => transactionCode.type === '1');
    expect(totals.length).toBeGreaterThan(20);
    for (const total of totals) {
      const details = detailsOf(total);
      expect(details.length).toBeGreaterThan(2);
      expect(sum(details)).toBe(total.amountThousandths);
      expect(details.every(({ counterpart }) => counterpart.iban !== null && counterpart.name !== null)).toBe(true);
    }
    const cost = booked.find(({ transactionCode }) => transactionCode.type === '3');
    expect(
      cost &&
        detailsOf(cost).map(({ transactionCode, amountThousandths }) => [transactionCode.category, amountThousandths]),
    ).toEqual([
      ['000', -10_330],
      ['011', -2_170],
    ]);
    const debit = booked.find(({ counterpart }) => counterpart.name === 'TELECOM BLAUWBEEK');
    expect(debit?.communication.structuredType).toBe('127');
    expect(debit?.sepa).toMatchObject({ mandateId: 'M441-0041', creditorId: 'BE97ZZZ0451200911' });
  });

  it('gets the same bytes from the same seed', async () => {
    const [one, same] = [await givenPonto({ scenario }), await givenPonto({ scenario })];
    const other = await givenPonto({ scenario: demoScenario(2, '2026-11-24').ponto });
    const files = [one, same, other].map((ponto) => {
      const [[id] = ['']] = accountsOf(ponto);
      return Buffer.from(ponto.world.codaOf(id)).toString('latin1');
    });
    expect(files[1]).toBe(files[0]);
    expect(files[2]).not.toBe(files[0]);
  });

  it('is told in the file that everything is invented', async () => {
    const ponto = await givenPonto({ scenario });
    const [[id] = ['']] = accountsOf(ponto);
    expect(read(ponto.world.codaOf(id)).messages.map(({ text }) => text)).toEqual([
      'SIMULATIE: ALLES IN DIT BESTAND IS VERZONNEN',
    ]);
  });
});

describe('a bank', () => {
  const day = '2026-11-23';

  async function givenLines(...lines: readonly NewTransaction[]) {
    const ponto = await givenPonto();
    const accountId = givenAccount(ponto);
    const dated = lines.map((line) => ({ executionDate: day, ...line }));
    const ids = ponto.world.addTransactions(accountId, dated, { published: true });
    return {
      ponto,
      accountId,
      ids,
      file: (options?: StatementOptions) => read(ponto.world.codaOf(accountId, options)),
    };
  }

  it('prints capitals without accents and cuts names at 35 characters, where Ponto has them whole', async () => {
    const name = 'Société coopérative des boulangers réunis';
    const line = { amount: '12.10', counterpartName: name, remittanceInformation: 'réf. 日本 n° 17' };
    const { file } = await givenLines(line);
    expect(file().booked[0]?.counterpart.name).toBe('SOCIETE COOPERATIVE DES BOULANGERS');
    expect(file().booked[0]?.communication.text).toContain('REF. .. N. 17');
    expect(file({ texts: 'verbatim' }).booked[0]?.communication.text.trim()).toBe('réf. ?? n° 17');
    expect(file({ texts: 'poor' }).booked[0]?.counterpart.name).toBeNull();
  });

  it('gives a reference as what it is: 101 when sent as one, 102 when it stood in free text, 100 of a creditor', async () => {
    const { file } = await givenLines(
      { amount: '1.00', remittanceInformation: '+++090/9337/55493+++', remittanceInformationType: 'structured' },
      { amount: '2.00', remittanceInformation: '***090/9337/55493***' },
      { amount: '3.00', remittanceInformation: 'RF18539007547034', remittanceInformationType: 'structured' },
    );
    const { booked, issues } = file();
    expect(issues).toEqual([]);
    expect(
      booked.map(({ communication }) => [
        communication.structuredType,
        communication.structuredCommunication ?? communication.creditorReference,
      ]),
    ).toEqual([
      ['101', '090933755493'],
      ['102', '090933755493'],
      ['100', 'RF18539007547034'],
    ]);
  });

  it('knows what Ponto has not fetched, and is silent about today', async () => {
    const { ponto, accountId, file } = await givenLines();
    ponto.world.addTransactions(accountId, [{ amount: '5.00', executionDate: day }, { amount: '6.00' }]);
    expect(ponto.world.publishedTransactions(accountId)).toEqual([]);
    expect(file().booked.map(({ amount }) => amount)).toEqual(['5.00']);
    expect(file({ intraday: true }).booked.map(({ amount }) => amount)).toEqual(['5.00', '6.00']);
  });

  it('gives nothing for a period without statements', async () => {
    const { ponto, accountId } = await givenLines({ amount: '5.00' });
    expect(ponto.world.codaOf(accountId, { from: '2026-11-24' })).toHaveLength(0);
    expect(ponto.world.codaOf(accountId, { to: '2026-11-22' })).toHaveLength(0);
  });

  it('leaves out a movement on request, and the balances say so', async () => {
    const { ids, file } = await givenLines({ amount: '5.00' }, { amount: '7.00' });
    const { booked, issues, ends } = file({ without: ids.slice(0, 1) });
    expect(booked.map(({ amount }) => amount)).toEqual(['7.00']);
    expect(issues.map(({ code }) => code)).toEqual(['BALANCE_MISMATCH']);
    expect(ends[0]?.newBalance.amountThousandths).toBe(112_000);
  });

  it('books days later than Ponto on request, in statements that agree with themselves', async () => {
    const { file } = await givenLines({ amount: '5.00', executionDate: '2026-11-20' });
    const { booked, issues } = file({ shiftDays: 2 });
    expect(booked.map(({ entryDate, valueDate }) => [entryDate, valueDate])).toEqual([['2026-11-22', '2026-11-20']]);
    expect(issues).toEqual([]);
  });

  it('tells wages as one total on request, with details or without', async () => {
    const wage = (amount: string) => ({ amount, purposeCode: 'SALA', counterpartName: 'Bart Nuyts' });
    const { file } = await givenLines(wage('-100.00'), { amount: '-1.00' }, wage('-200.00'));
    const amounts = (options: StatementOptions) => file(options).booked.map(({ amount }) => amount);
    expect(amounts({})).toEqual(['-100.00', '-1.00', '-200.00']);
    expect(amounts({ totals: 'with-details' })).toEqual(['-300.00', '-1.00']);
    expect(amounts({ totals: 'without-details' })).toEqual(['-300.00', '-1.00']);

    const { booked, detailsOf, issues } = file({ totals: 'with-details' });
    expect(booked.map((movement) => detailsOf(movement).map(({ amount }) => amount))).toEqual([
      ['-100.00', '-200.00'],
      [],
    ]);
    expect(issues).toEqual([]);
    const bare = file({ totals: 'without-details' });
    expect(bare.booked.flatMap((movement) => bare.detailsOf(movement))).toEqual([]);
  });

  it('says on request that it gave the file before', async () => {
    const { file } = await givenLines({ amount: '5.00' });
    const { statements, issues } = file({ duplicate: true });
    expect(statements.map(({ duplicate }) => duplicate)).toEqual([true]);
    expect(issues.map(({ code }) => code)).toEqual(['DUPLICATE_FILE']);
  });

  it('tells a day with more movements than the counter can hold', async () => {
    const { ponto, accountId, file } = await givenLines();
    ponto.world.addTransactions(accountId, [{ amount: '0.01', executionDate: day }], {
      copies: 10_050,
      published: true,
    });
    const { booked, issues, ends } = file();
    expect(booked).toHaveLength(10_050);
    expect(ends[0]?.balanced).toBe(true);
    expect(issues).toEqual([]);
  });

  it('stays readable to the cent, whatever a line says', async () => {
    const ponto = await givenPonto();
    const [organization] = ponto.world.organizations();
    const anyText = fc.option(fc.string({ unit: 'binary', maxLength: 200 }));
    const anyLine = fc.record({
      amount: fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2)),
      executionDate: fc.integer({ min: 1, max: 23 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`),
      counterpartName: anyText,
      counterpartReference: fc.constantFrom(null, 'BE71096123456769', 'FR7630006000011234567890189', '8310-77-2'),
      remittanceInformation: fc.oneof(anyText, fc.constantFrom('+++090/9337/55493+++', 'RF18539007547034')),
      remittanceInformationType: fc.constantFrom('structured' as const, 'unstructured' as const),
      bankTransactionCode: fc.constantFrom(
        null,
        'PMNT-CCRD-POSD',
        'ACMT-MDOP-CHRG',
        'ACMT-MCOP-INTR',
        'PMNT-ICDT-BOOK',
      ),
      purposeCode: fc.constantFrom(null, 'SALA', 'SUPP'),
      endToEndId: anyText,
      mandateId: anyText,
      creditorId: anyText,
      cardReference: fc.constantFrom(null, '6703XXXXXXXX1842'),
    });
    const anyOptions = fc.record({
      emptyDays: fc.boolean(),
      intraday: fc.boolean(),
      totals: fc.constantFrom(...totals),
      texts: fc.constantFrom(...texts),
    });

    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), anyOptions, (lines, options) => {
        const account = ponto.world.addAccount(organization?.id ?? '', { reference: 'BE68539007547034' });
        ponto.world.addTransactions(account.id, lines, { published: true });
        const { booked, issues, ends } = read(ponto.world.codaOf(account.id, options));
        expect(issues).toEqual([]);
        expect(sum(booked)).toBe(Number(thousandthsOf(account.publishedBalanceMinor, 'EUR')));
        expect(ends.every(({ balanced }) => balanced !== false)).toBe(true);
        if (options.totals === 'as-booked') {
          expect(booked.map(told).toSorted()).toEqual(lines.map(shown).toSorted());
        }
      }),
    );
  });

  it('refuses an amount that CODA cannot hold', async () => {
    const { ponto, accountId } = await givenLines({ amount: '1000000000000.00' });
    expect(() => ponto.world.codaOf(accountId)).toThrow('CODA cannot hold 1000000000000000');
  });
});

const told = ({ entryDate, amountThousandths }: Movement) => `${entryDate} ${amountThousandths}`;
const shown = ({ executionDate, amount }: NewTransaction) => `${executionDate} ${Math.round(Number(amount) * 1_000)}`;

function sum(movements: readonly Movement[]): number {
  return movements.reduce((total, { amountThousandths }) => total + (amountThousandths ?? 0), 0);
}
