export { createCodaReader } from './reader/coda-reader.ts';
export type { CodaReader, CodaReaderOptions } from './reader/coda-reader.ts';
export { readCoda, readCodaBytes } from './reader/read-coda.ts';
export type {
  Account,
  Balance,
  CodaEvent,
  Communication,
  Counterpart,
  FreeMessage,
  Information,
  Movement,
  MovementKey,
  Sepa,
  StatementEnd,
  StatementStart,
  UltimateParty,
} from './statement.ts';
export { issueText } from './issues.ts';
export type { Issue, IssueCode, Severity } from './issues.ts';
export { issueCodes } from './issue-texts.ts';
export type { Language } from './language.ts';
export { checkContinuity } from './continuity.ts';
export type { ContinuityBreak } from './continuity.ts';
export { eventJson } from './event-json.ts';
export { formatThousandths } from './thousandths.ts';
export { describeTransactionCode } from './transaction-codes/transaction-code.ts';
export type { DescribedTransactionCode, TransactionCode } from './transaction-codes/transaction-code.ts';
export { describeStructuredCode } from './structured-communication/code-lists.ts';
export { movementTrees, matchingParts } from './movement-tree.ts';
export type { MatchingParts, MovementTree } from './movement-tree.ts';
export { CodaWriteError, createCodaWriter, writeCoda } from './writer/coda-writer.ts';
export type { CodaWriter, StatementContent } from './writer/coda-writer.ts';
export type {
  AccountInput,
  ClosingInput,
  CommunicationInput,
  CounterpartInput,
  InformationInput,
  MovementInput,
  StatementInput,
} from './writer/statement-input.ts';
export {
  decodeStructuredCommunication,
  encodeStructuredCommunication,
} from './structured-communication/structured-communication.ts';
