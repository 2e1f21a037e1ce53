import type { Log, LogLevel } from '../ports/log.ts';
import { fieldsOf } from './fields.ts';
import type { LogOptions } from './options.ts';
import { redactedText, withoutTreachery } from './redact.ts';

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** A log for people: time, level, message, and the fields as `key=value`; one line each, whatever is in the texts. */
export const textLog = ({ level, write, nowMs }: LogOptions): Log => {
  const lineOf =
    (own: LogLevel) =>
    (fields: object, message: string): void => {
      if (ranks[own] < ranks[level]) return;
      const time = new Date(nowMs()).toISOString();
      const said = Object.entries(fieldsOf(fields)).map(
        ([key, value]) => ` ${key}=${worded(value)}`,
      );
      const line = `${time} ${own.padEnd(5)} ${redactedText(message)}${said.join('')}`;
      write(`${withoutTreachery(withoutControls(line))}\n`);
    };
  return {
    debug: lineOf('debug'),
    info: lineOf('info'),
    warn: lineOf('warn'),
    error: lineOf('error'),
  };
};

const worded = (value: unknown): string =>
  typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);

/** Control signs, which could end the line or move the cursor, as escapes. */
const withoutControls = (line: string): string =>
  line.replaceAll(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));
