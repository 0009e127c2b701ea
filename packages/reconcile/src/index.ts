export { createLedger, matcherVersion } from './ledger.ts';
export type { Ledger } from './ledger.ts';
export { nameWordsOf } from './text/names.ts';
export { lineKinds, reasonCodes, ruleNames, vetoCodes } from './decision.ts';
export type {
  Choice,
  Decision,
  Explanation,
  LineKind,
  Reason,
  ReasonCode,
  RuleName,
  Veto,
  VetoCode,
} from './decision.ts';
export type {
  Adjustment,
  Allocation,
  BankLine,
  DocumentKind,
  LedgerEvent,
  LedgerSettings,
  MemoryEntry,
  MemoryKind,
  OpenDocument,
  Relation,
} from './model.ts';
