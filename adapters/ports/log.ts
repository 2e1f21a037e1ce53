/** How much a line of the log matters. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes a line: what it says besides its message, and the message. */
type Write = (fields: object, message: string) => void;

/**
 * Where the program says what it does: one line each. Secrets are blanked, and no text can forge a line.
 *
 * Fields known by name: `correlationId`, `revision`, and `traceparent` (W3C), of which trace and span are taken.
 */
export type Log = Readonly<Record<LogLevel, Write>>;
