import { reasonOf } from '@onfact-ponto/application';
import type {
  FileView,
  ImportSummary,
  ImportView,
  ImportedMovement as DomainMovement,
  StatementView,
  UnknownAccount,
} from '@onfact-ponto/application';
import type {
  ImportedMovement,
  StatementFile,
  StatementImport,
  StatementImportSummary,
  StatementPreview,
} from '@onfact-ponto/api-contract';
import { transactionOf } from './bank-transaction-shape.ts';
import { amountOfMinor, momentOf, momentOrNull } from './wire-values.ts';

/** Imports of CODA files from the domain to the wire. */

export function importOf(view: ImportView): StatementImport {
  return {
    ...summaryOf({ found: view.found, files: view.files.map(({ file }) => file), counts: view.counts }),
    files: view.files.map(fileOf),
    unknownAccounts: view.unknownAccounts.map(unknownAccountOf),
    progress: view.progress,
    undo: { isPossible: view.undoObstacle === null, reason: view.undoObstacle },
    problem: view.found.problem,
  };
}

export function summaryOf({ found, files, counts }: ImportSummary): StatementImportSummary {
  return {
    id: found.statementImportId,
    state: found.state,
    createdAt: momentOf(found.createdAt),
    createdBy: found.createdBy,
    startedAt: momentOrNull(found.startedAt),
    finishedAt: momentOrNull(found.finishedAt),
    undoneAt: momentOrNull(found.undoneAt),
    undoneBy: found.undoneBy,
    files: files.map(({ name, contentHash }) => ({ name, hash: contentHash })),
    counts: counts ?? { statements: 0, movements: 0, new: 0, known: 0, doubtful: 0, matchedAutomatically: 0 },
  };
}

function fileOf({ file, findings, state, importedAt, statements }: FileView): StatementFile {
  return {
    id: file.statementFileId,
    name: file.name,
    byteCount: file.byteCount,
    hash: file.contentHash,
    state,
    refusal: findings.refusal,
    importedAt: momentOrNull(importedAt),
    encoding: findings.encoding,
    statements: statements.map(statementOf),
    errorCount: findings.errorCount,
    warningCount: findings.warningCount,
    issues: findings.issues.map((issue) => ({ ...issue, columns: issue.columns && { ...issue.columns } })),
  };
}

function statementOf(statement: StatementView): StatementPreview {
  const { currency, account, gapBefore } = statement;
  const oldBalance = BigInt(statement.oldBalanceMinor);
  const newBalance = BigInt(statement.newBalanceMinor);
  const movements = BigInt(statement.movementsMinor);
  return {
    position: statement.position,
    state: statement.state,
    account: {
      reference: statement.reference,
      currency,
      bankAccountId: account?.bankAccountId ?? null,
      name: account?.description ?? null,
    },
    bankName: account?.bankName ?? null,
    bic: statement.bic,
    holderName: statement.holderName,
    paperNumber: textOrNull(statement.paperNumber),
    sequenceNumber: textOrNull(statement.codaSequenceNumber),
    from: statement.oldDate,
    to: statement.newDate,
    oldBalance: amountOfMinor(oldBalance, currency),
    movementsTotal: amountOfMinor(movements, currency),
    newBalance: amountOfMinor(newBalance, currency),
    difference: amountOfMinor(newBalance - oldBalance - movements, currency),
    isDuplicate: statement.isDuplicate,
    movementCount: statement.movementCount,
    newCount: statement.newCount,
    knownCount: statement.knownCount,
    doubtfulCount: statement.doubtfulCount,
    importedAt: statement.importedAt,
    gapBefore: gapBefore && {
      from: gapBefore.from,
      to: gapBefore.to,
      amount: amountOfMinor(BigInt(gapBefore.amountMinor), currency),
    },
  };
}

function unknownAccountOf(unknown: UnknownAccount): StatementImport['unknownAccounts'][number] {
  const { choice, candidates } = unknown;
  return {
    reference: unknown.reference,
    currency: unknown.currency,
    statementCount: unknown.statementCount,
    movementCount: unknown.movementCount,
    choice:
      choice?.type === 'skip'
        ? { type: 'skip' }
        : (candidates.find(({ type, id }) => type === choice?.type && id === choice.id) ?? null),
    candidates,
  };
}

export function importedMovementOf({ movement, reading, fileName, other }: DomainMovement): ImportedMovement {
  return {
    id: movement.statementMovementId,
    fileName,
    sequenceNumber: textOrNull(movement.sequenceNumber),
    line: movement.line,
    executionDate: reading.executionDate,
    valueDate: reading.valueDate,
    amount: amountOfMinor(movement.amountMinor, reading.currency),
    counterpartName: reading.counterpartName,
    counterpartReference: reading.counterpartReference,
    remittanceInformation: reading.remittanceInformation,
    outcome: movement.outcome === 'explains' ? 'known' : movement.outcome,
    reason: reasonOf(movement),
    decision: movement.decision,
    bankTransactionId: movement.bankTransactionId,
    other: other && transactionOf(other),
  };
}

function textOrNull(number: number | null): string | null {
  return number === null ? null : String(number);
}
