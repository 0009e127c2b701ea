import { open } from 'node:fs/promises';
import { readCoda } from '@onfact-ponto/coda';
import type { CodaEvent, Movement } from '@onfact-ponto/coda';

/** What each side finds in a file. Sums of invented amounts stay far below the largest safe integer. */
export type CodaSums = {
  movements: number;
  debitThousandths: number;
  creditThousandths: number;
  issues: number;
  /** Kept, so that nothing that was taken from a movement can be optimised away. */
  latest: object | null;
};

/** As large as the reads of `createReadStream` without options. */
const pieceSize = 64 * 1024;

/** Every check of the reader; of each movement the amount is taken. */
export async function checkEverything(path: string): Promise<CodaSums> {
  const sums = nothingYet();
  for await (const events of readCoda(piecesOf(path))) addEvents(sums, events);
  return sums;
}

/** Every check, and every field that an import stores is taken from every movement. */
export async function readForImport(path: string): Promise<CodaSums> {
  const sums = nothingYet();
  for await (const events of readCoda(piecesOf(path))) {
    for (const event of events) if (event.type === 'movement') sums.latest = rowOf(event);
    addEvents(sums, events);
  }
  return sums;
}

function rowOf(movement: Movement) {
  const { communication, counterpart, transactionCode, sepa } = movement;
  return {
    sequence: movement.sequence,
    detail: movement.detail,
    isDetail: movement.isDetail,
    amountThousandths: movement.amountThousandths,
    currency: movement.currency,
    valueDate: movement.valueDate,
    entryDate: movement.entryDate,
    bankReference: movement.bankReference,
    customerReference: movement.customerReference,
    family: transactionCode.family,
    operation: transactionCode.operation,
    text: communication.text,
    structuredCommunication: communication.structuredCommunication,
    counterpartName: counterpart.name,
    counterpartAccount: counterpart.iban ?? counterpart.account,
    counterpartBic: counterpart.bic,
    mandateId: sepa.mandateId,
  };
}

export function sumsOf(events: Iterable<CodaEvent>): CodaSums {
  const sums = nothingYet();
  addEvents(sums, events);
  return sums;
}

function addEvents(sums: CodaSums, events: Iterable<CodaEvent>): void {
  for (const event of events) {
    if (event.type === 'movement') addAmount(sums, event.isDetail ? 0 : (event.amountThousandths ?? 0));
    else if (event.type === 'issue') sums.issues += 1;
  }
}

/** The least: lines are found, and each movement becomes an object with its day and amount. Nothing is checked. */
export async function sliceAmounts(path: string): Promise<CodaSums> {
  const sums = nothingYet();
  await eachLine(path, (chunk, start, end) => {
    if (chunk[start] !== two || chunk[start + 1] !== one) return;
    const line = chunk.toString('latin1', start, end);
    const movement = { entryDate: line.slice(115, 121), amountThousandths: amountOf(line) };
    sums.latest = movement;
    addAmount(sums, movement.amountThousandths);
  });
  return sums;
}

/** The same with what an import stores: cut out of the three parts as it stands there. */
export async function sliceForImport(path: string): Promise<CodaSums> {
  const sums = nothingYet();
  let first = '';
  let second = '';
  await eachLine(path, (chunk, start, end) => {
    if (chunk[start] !== two) return;
    const line = chunk.toString('latin1', start, end);
    if (chunk[start + 1] === one) first = line;
    else if (chunk[start + 1] === two) second = line;
    else {
      const row = slicedRow(first, second, line);
      sums.latest = row;
      addAmount(sums, row.amountThousandths);
    }
  });
  return sums;
}

function slicedRow(first: string, second: string, third: string) {
  return {
    sequence: first.slice(2, 6),
    detail: first.slice(6, 10),
    isDetail: first.slice(6, 10) !== '0000',
    amountThousandths: amountOf(first),
    currency: 'EUR',
    valueDate: first.slice(47, 53),
    entryDate: first.slice(115, 121),
    bankReference: first.slice(10, 31).trim(),
    customerReference: second.slice(63, 98).trim(),
    family: first.slice(54, 56),
    operation: first.slice(56, 58),
    text: first.slice(62, 115) + second.slice(10, 63) + third.slice(82, 125),
    structuredCommunication: first[61] === '1' ? first.slice(65, 77) : null,
    counterpartName: third.slice(47, 82).trim(),
    counterpartAccount: third.slice(10, 44).trim(),
    counterpartBic: second.slice(98, 109).trim(),
    mandateId: null,
  };
}

/** A file in pieces, all in one buffer: both sides copy what they keep, so nothing waits for the garbage collector. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafe(pieceSize);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceSize);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function eachLine(path: string, visit: (chunk: Buffer, start: number, end: number) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of piecesOf(path)) {
    const chunk = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      visit(chunk, start, end);
      start = end + 1;
    }
    rest = Buffer.from(chunk.subarray(start));
  }
}

const lineFeed = 10;
const one = 49;
const two = 50;

function amountOf(line: string): number {
  return Number(line.slice(32, 47)) * (line[31] === '0' ? 1 : -1);
}

function addAmount(sums: CodaSums, amountThousandths: number): void {
  sums.movements += 1;
  if (amountThousandths < 0) sums.debitThousandths -= amountThousandths;
  else sums.creditThousandths += amountThousandths;
}

function nothingYet(): CodaSums {
  return { movements: 0, debitThousandths: 0, creditThousandths: 0, issues: 0, latest: null };
}
