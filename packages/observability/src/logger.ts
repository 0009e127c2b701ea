import { pino } from 'pino';
import { redact, redactText } from './redaction.ts';

/** Structured log lines on standard output. Facts are redacted here, so no caller can forget it. */
export type Logger = Readonly<{
  debug(message: string, facts?: object): void;
  info(message: string, facts?: object): void;
  warn(message: string, facts?: object): void;
  error(message: string, facts?: object): void;
  /** The same logger with facts that every line of it carries, such as a request id. */
  with(facts: object): Logger;
}>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

type LoggerOptions = {
  /** Which process speaks: `api`, `worker`, … */
  service: string;
  level: LogLevel;
  /** Takes each line; standard output when left out. */
  write?: (line: string) => void;
};

export function createLogger({ service, level, write }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(write ? pino(options, { write }) : pino(options));
}

function wrap(target: pino.Logger): Logger {
  const at = (level: Exclude<LogLevel, 'silent'>) => (message: string, facts?: object) => {
    target[level](facts === undefined ? {} : redact(facts), redactText(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (facts) => wrap(target.child(redact(facts))),
  };
}
