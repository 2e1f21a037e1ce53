import { jsonLog, textLog } from '../../../adapters/log-json/index.ts';
import type { Log, LogLevel } from '../../../adapters/ports/log.ts';

/** A log in the form that was asked for; `write` takes whole lines. */
export const logIn = (
  format: 'text' | 'json',
  level: LogLevel,
  write: (line: string) => void,
): Log => (format === 'json' ? jsonLog : textLog)({ level, write, nowMs: Date.now });
