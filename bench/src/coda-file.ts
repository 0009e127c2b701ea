import { open } from 'node:fs/promises';
import { writeCoda } from '@onfact-ponto/coda';
import type { MovementInput, StatementContent, StatementInput } from '@onfact-ponto/coda';

/** A file on disk and what every reader of it must find. */
export type CodaFile = Readonly<{
  path: string;
  megabytes: number;
  movements: number;
  debitThousandths: number;
  creditThousandths: number;
}>;

const movementsPerStatement = 5_000;

/**
 * Writes a file of an invented account, 390 bytes a movement: records 2.1, 2.2 and 2.3. One movement in two carries an
 * OGM, the others free text; one in three is a debit.
 */
export async function writeCodaFile(
  path: string,
  movements: number,
  perStatement = movementsPerStatement,
): Promise<CodaFile> {
  const file = await open(path, 'w');
  const sums = { debitThousandths: 0, creditThousandths: 0 };
  let bytes = 0;
  let pieces: Uint8Array[] = [];
  for (const piece of writeCoda(statements(movements, perStatement, sums))) {
    bytes += piece.length;
    if (pieces.push(piece) < 2_000) continue;
    await file.writev(pieces);
    pieces = [];
  }
  if (pieces.length > 0) await file.writev(pieces);
  await file.close();
  return { path, megabytes: bytes / 1e6, movements, ...sums };
}

type Sums = { debitThousandths: number; creditThousandths: number };

function* statements(
  movements: number,
  perStatement: number,
  sums: Sums,
): Generator<StatementInput & StatementContent> {
  for (let first = 0; first < movements; first += perStatement) {
    const amountThousandths = sums.creditThousandths - sums.debitThousandths;
    yield {
      account: { iban: 'BE35736000123437', currency: 'EUR' },
      creationDate: day,
      bic: 'BBRUBEBB',
      holderName: 'ATELIER DE WILG BV',
      oldBalance: { amountThousandths, date: day },
      movements: movementsFrom(first, Math.min(first + perStatement, movements), sums),
      newBalance: { date: day },
    };
  }
}

function* movementsFrom(first: number, end: number, sums: Sums): Generator<MovementInput> {
  for (let index = first; index < end; index += 1) {
    const isDebit = index % 3 === 0;
    const cents = ((index * 7_919) % 100_000) + 1;
    const amountThousandths = (isDebit ? -cents : cents) * 10;
    if (isDebit) sums.debitThousandths -= amountThousandths;
    else sums.creditThousandths += amountThousandths;
    yield {
      amountThousandths,
      valueDate: day,
      entryDate: day,
      transactionCode: { type: '0', family: '01', operation: isDebit ? '01' : '50', category: '000' },
      bankReference: `WILG${index}`,
      customerReference: `E2E-${index}`,
      communication:
        index % 2 === 0
          ? { structuredType: '101', text: belgianReference(index) }
          : { text: `FACTUUR 2026-${index} MET DANK` },
      counterpart: {
        iban: counterparts[index % 4] ?? null,
        currency: 'EUR',
        bic: 'KREDBEBB',
        name: `KLANT NUMMER ${index % 997}`,
      },
    };
  }
}

function belgianReference(number: number): string {
  return String(number).padStart(10, '0') + String(number % 97 || 97).padStart(2, '0');
}

const day = '2026-02-28';
/** Three in four are Belgian, as in the books of a Belgian company. */
const counterparts = ['BE68539007547034', 'BE35736000123437', 'NL91ABNA0417164300', 'BE71096123456769'] as const;
