export { createLogger, logLevels } from './logger.ts';
export type { LogLevel, Logger } from './logger.ts';
