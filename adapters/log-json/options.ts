import type { LogLevel } from '../ports/log.ts';

/** Where a log goes and how much of it. */
export interface LogOptions {
  /** The least level that is written. */
  readonly level: LogLevel;
  /** Takes one whole line, its end included. */
  readonly write: (line: string) => void;
  /** @unit ms since epoch */
  readonly nowMs: () => number;
}
