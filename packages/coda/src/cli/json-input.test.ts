import { expect, it } from 'vitest';
import { eventJson } from '../event-json.ts';
import { readCodaBytes } from '../reader/read-coda.ts';
import { corpusFile } from '../testing/sample-files.ts';
import { createCodaWriter } from '../writer/coda-writer.ts';
import { closingInput, movementInput, statementInput, type JsonObject } from './json-input.ts';

it.each([
  'details-of-details.cod',
  'returned-direct-debit.cod',
  'separate-application.cod',
  'several-accounts-and-currencies.cod',
  'structured-001-counterpart.cod',
  'text-in-several-information-records.cod',
])('what was read of %s is written so that it reads the same', (name) => {
  const read = jsonOf(corpusFile(name));
  expect(jsonOf(written(read))).toEqual(read);
});

it('puts ten thousand details under their total in one go, however their numbers wrap', () => {
  const { transactionCode } = movementOf(jsonOf(corpusFile('one-movement.cod')));
  const total = { sequence: 1, detail: 0, parent: null, amount: '0.00', transactionCode };
  const details = Array.from({ length: 20_000 }, (_, at) => ({
    ...total,
    detail: (at + 1) % 10_000,
    parent: { sequence: 1, detail: 0 },
  }));
  expect(movementInput([total, ...details]).details).toHaveLength(20_000);
});

function written(events: readonly JsonObject[]): Uint8Array {
  const writer = createCodaWriter();
  const pieces: Uint8Array[] = [];
  let group: JsonObject[] = [];
  for (const event of events) {
    if (group.length > 0 && (event.type !== 'movement' || event.parent === null)) {
      pieces.push(writer.movement(movementInput(group)));
      group = [];
    }
    if (event.type === 'statement') pieces.push(writer.statement(statementInput(event)));
    if (event.type === 'movement') group.push(event);
    const closing = event.type === 'statement_end' ? closingInput(event) : null;
    if (closing !== null) writer.close(closing);
  }
  return Buffer.concat([...pieces, writer.end()]);
}

/** As it goes over a pipe. */
function jsonOf(bytes: Uint8Array): JsonObject[] {
  const events = readCodaBytes(bytes).filter(({ type }) => type !== 'issue');
  return events.map((event) => JSON.parse(JSON.stringify(eventJson(event))) as JsonObject);
}

function movementOf(events: readonly JsonObject[]): JsonObject {
  return events.find(({ type }) => type === 'movement') ?? {};
}
