export { openDatabase } from './database.ts';
export type { Database, DatabasePool, Transaction } from './database.ts';
export { asApiKey, asAuthorizationState, asDispatcher, asOnfactCompany, asUser, inCompany } from './tenancy.ts';
export { CipherError, createTokenCipher, parseCipherKeys } from './cipher.ts';
export type { TokenCipher } from './cipher.ts';
export { openJobQueue } from './job-queue.ts';
export type { JobDefinition, JobQueue, JobWorker, OpenJobQueue } from './job-queue.ts';
export { DatabaseNotUsableError, assertSchemaIsCurrent, migrate, provisionApplicationLogin } from './migrate.ts';
export * as schema from './schema/index.ts';
