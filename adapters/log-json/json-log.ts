import { type Logger, pino } from 'pino';
import type { Log, LogLevel } from '../ports/log.ts';
import { fieldsOf } from './fields.ts';
import type { LogOptions } from './options.ts';
import { redactedText, withoutTreachery } from './redact.ts';

/** A log of JSON objects, one a line: `level` as text, `time` in ISO 8601, `msg`, and what the caller adds. */
export const jsonLog = ({ level, write, nowMs }: LogOptions): Log => {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(nowMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(withoutTreachery(line)) },
  );
  return {
    debug: lineOf(logger, 'debug'),
    info: lineOf(logger, 'info'),
    warn: lineOf(logger, 'warn'),
    error: lineOf(logger, 'error'),
  };
};

const lineOf =
  (logger: Logger, level: LogLevel) =>
  (fields: object, message: string): void => {
    if (logger.isLevelEnabled(level)) logger[level](fieldsOf(fields), redactedText(message));
  };
