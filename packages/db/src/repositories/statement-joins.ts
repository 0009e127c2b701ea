import { and, eq } from 'drizzle-orm';
import { statement, statementFile, statementMovement } from '../schema/index.ts';

/** Joins statements with their movements. */
export const isMovementOfStatement = and(
  eq(statementMovement.companyId, statement.companyId),
  eq(statementMovement.statementId, statement.statementId),
);

/** Joins statements with the files that brought them. */
export const isFileOfStatement = and(
  eq(statementFile.companyId, statement.companyId),
  eq(statementFile.statementFileId, statement.statementFileId),
);
