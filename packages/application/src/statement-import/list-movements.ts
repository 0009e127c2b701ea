import {
  findListedTransactions,
  findStatementImport,
  inCompany,
  listDoubtOf,
  listImportedMovements as readPage,
} from '@onfact-ponto/db';
import type { ListedTransaction, MovementPlace, StatementMovement } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { codaReadingOf } from './witnesses.ts';
import type { Reading } from './witnesses.ts';

export type ImportedMovement = {
  movement: StatementMovement;
  reading: Reading;
  fileName: string;
  place: MovementPlace;
  /** The line that it equals, or may equal; null for what is new. */
  other: ListedTransaction | null;
};

/** What became of the movements of an import, with the line that each equals or may equal. */
export async function listImportedMovements(
  context: Context,
  input: {
    statementImportId: string;
    outcome: 'new' | 'known' | 'doubtful' | undefined;
    after: MovementPlace | undefined;
    limit: number;
  },
): Promise<{ items: ImportedMovement[]; next: MovementPlace | null }> {
  const { companyId } = context;
  const { statementImportId, limit } = input;
  return inCompany(context.db, companyId, async (tx) => {
    const found = await findStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    const rows = await readPage(tx, found, { ...input, limit: limit + 1 });
    const page = rows.slice(0, limit);

    const doubts = await listDoubtOf(
      tx,
      companyId,
      page.flatMap(({ movement }) => movement.bankTransactionId ?? []),
    );
    const otherOf = ({ outcome, bankTransactionId, toldByTransactionIds }: StatementMovement): string | undefined => {
      if (outcome === 'doubtful') return doubts.get(bankTransactionId ?? '');
      return outcome === 'known' ? (bankTransactionId ?? toldByTransactionIds?.[0]) : undefined;
    };
    const others = await findListedTransactions(
      tx,
      companyId,
      page.flatMap(({ movement }) => otherOf(movement) ?? []),
    );
    const byId = new Map(others.map((other) => [other.bankTransactionId, other]));
    const last = page.at(-1);
    return {
      items: page.map(({ movement, file, place }) => ({
        movement,
        reading: codaReadingOf(movement),
        fileName: file.name,
        place,
        other: byId.get(otherOf(movement) ?? '') ?? null,
      })),
      next: rows.length > limit && last ? last.place : null,
    };
  });
}
