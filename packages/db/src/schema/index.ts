export * from './authentication.ts';
export * from './bank-account.ts';
export * from './bank-transaction.ts';
export * from './company.ts';
export * from './connection.ts';
export * from './outgoing-call.ts';
export * from './reconciliation.ts';
export * from './statement.ts';
export { applicationRole } from './tenancy.ts';
