import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterpartAccountOf } from '../movement/counterpart.ts';
import { corpusFile } from '../testing/sample-files.ts';
import { eventsByType } from '../testing/events-by-type.ts';
import { readCodaBytes } from './read-coda.ts';

const file = Buffer.from(corpusFile('one-movement.cod'));
const accountAt = file.indexOf('BE73363999887760');
const realAccounts = ['BE73363999887760', 'FR1420041010050500013M02606', 'NL91ABNA0417164300', 'NO9386011117947'];

it('says of the bytes of a counterpart what it says of their text', () => {
  const nearby = fc
    .tuple(fc.constantFrom(...realAccounts), fc.nat(33), fc.constantFrom(...Array.from('09AZa -@[/:'), ''))
    .map(([account, at, other]) => account.slice(0, at) + other + account.slice(at + 1));
  const texts = fc.string({ unit: fc.constantFrom(...Array.from('BE01 9Z')), maxLength: 34 });
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...realAccounts), nearby, texts), (account) => {
      const zone = `${account.slice(0, 34).padEnd(34)}EUR`;
      const bytes = Buffer.from(file);
      bytes.write(zone, accountAt, 'latin1');
      const { movements, issues } = eventsByType(readCodaBytes(bytes));
      const { account: number, iban, currency, hasWrongCheck } = counterpartAccountOf(zone);
      expect(movements[0]?.counterpart).toMatchObject({ account: number, iban, currency });
      expect(issues.map(({ code }) => code)).toEqual(hasWrongCheck ? ['IBAN_INVALID'] : []);
    }),
    { numRuns: 1000 },
  );
});
