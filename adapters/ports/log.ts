/** How much a line of the log matters. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * What a line says besides its message.
 *
 * Known by name: `correlationId`, `revision`, and `traceparent` (W3C), of which trace and span are taken.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the program says what it does: one line each. Secrets are blanked, and no text can forge a line. */
export interface Log {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}
