import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database.ts';
import type { BankAccount } from '../repositories/bank-accounts.ts';
import { saveBalanceReading } from '../repositories/balances.ts';
import { insertAbsorbedLines } from '../repositories/ledger.ts';
import { insertStatementFile, insertStatementImport } from '../repositories/statement-imports.ts';
import { insertStatement, insertStatementMovements } from '../repositories/statements.ts';
import type { NewMovement } from '../repositories/statements.ts';
import { lineReading } from './given.ts';

const at = new Date('2026-11-23T13:00:00Z');

export type GivenStatement = {
  statementImportId: string;
  statementFileId: string;
  statementId: string;
  contentHash: string;
  identity: string;
  /** Witnesses the line. */
  movementId: string;
};

/** An import that is done: one statement whose first movement witnesses a line and has a detail that Ponto told too. */
export async function givenStatement(
  tx: Transaction,
  { companyId, bankAccountId }: Pick<BankAccount, 'companyId' | 'bankAccountId'>,
  bankTransactionId: string,
): Promise<GivenStatement> {
  const statementId = randomUUID();
  const statementFileId = randomUUID();
  const contentHash = randomUUID();
  const identity = randomUUID();
  const { statementImportId } = await insertStatementImport(tx, {
    companyId,
    state: 'done',
    createdAt: at,
    createdBy: 'Mieke Claes',
  });
  const file = { companyId, statementFileId, statementImportId, position: 1, contentHash, findings: emptyFindings };
  await insertStatementFile(
    tx,
    { ...file, name: 'november.cod', byteCount: 3, importedAt: at },
    new Uint8Array([1, 2, 3]),
  );
  const place = { companyId, bankAccountId, statementId };
  await insertStatement(tx, {
    ...place,
    statementImportId,
    statementFileId,
    position: 1,
    identity,
    oldBalanceDate: '2026-11-22',
    oldBalanceMinor: 0n,
    newBalanceDate: '2026-11-23',
    newBalanceMinor: 121_00n,
    currency: 'EUR',
    movementCount: 1,
    importedAt: at,
  });
  const total = movement({ ordinal: 1, bankTransactionId, outcome: 'known' });
  const detail = movement({ ordinal: 2, parentOrdinal: 1, outcome: 'explains' });
  await insertStatementMovements(tx, place, [total, detail]);
  await insertAbsorbedLines(tx, [
    {
      companyId,
      bankAccountId,
      sourceReference: randomUUID(),
      statementMovementId: detail.statementMovementId,
      bankTransactionId,
      contentHash: 'same',
      content: detail.content,
      walk: 1,
      fetchedAt: at,
    },
  ]);
  await saveBalanceReading(tx, { companyId, bankAccountId, day: '2026-11-23', balanceMinor: 121_00n, observedAt: at });
  return {
    statementImportId,
    statementFileId,
    statementId,
    contentHash,
    identity,
    movementId: total.statementMovementId,
  };
}

function movement(change: Partial<NewMovement>): NewMovement {
  return {
    statementMovementId: randomUUID(),
    ordinal: 1,
    parentOrdinal: null,
    line: 3,
    sequenceNumber: 1,
    executionDate: '2026-11-23',
    amountMinor: 121_00n,
    transactionCode: '10501000',
    contentHash: randomUUID(),
    content: { ...lineReading(), amountMinor: '12100' },
    outcome: 'new',
    reason: null,
    bankTransactionId: null,
    toldByTransactionIds: null,
    ...change,
  };
}

const emptyFindings = {
  encoding: 'windows-1252',
  refusal: null,
  isKnown: false,
  errorCount: 0,
  warningCount: 0,
  issues: [],
  statements: [],
};
