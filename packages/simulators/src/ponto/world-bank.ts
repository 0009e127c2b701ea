import { booksOf } from '../bank/books.ts';
import { codaDownload, type CodaDownload } from '../bank/coda-download.ts';
import type { StatementOptions } from '../bank/statement-options.ts';
import { accountById, type PontoSimulation } from './simulation.ts';

/** What the bank behind Ponto hands out by itself. */
export function bankOperations(simulation: PontoSimulation) {
  const download = (accountId: string, options: StatementOptions = {}): CodaDownload =>
    codaDownload(simulation, accountById(simulation, accountId), options);

  return {
    /** The statements of an account as a customer downloads them, with the name of the file. */
    codaDownload: download,
    /** The oracle: everything that the bank booked, also what Ponto has not fetched yet. */
    bookings: (accountId: string): { executionDate: string; amountMinor: bigint }[] =>
      booksOf(simulation, accountById(simulation, accountId)).bookings.map(({ day, line }) => ({
        executionDate: day,
        amountMinor: line.amountMinor,
      })),
    /** The bytes alone. Nothing when the period has no statement. */
    codaOf: (accountId: string, options?: StatementOptions): Uint8Array => download(accountId, options).bytes,
  };
}
