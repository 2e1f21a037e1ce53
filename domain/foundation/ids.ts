import { createHash } from 'node:crypto';

/** The namespace of all event ids: a UUID of our own, fixed for ever. */
const eventNamespace = Buffer.from('6fa7c2a8d4a95c53a8a0cf0a3fe27a44', 'hex');

/** What a subject of the ledger can be. */
export type SubjectKind =
  | 'ledger'
  | 'policy'
  | 'cluster'
  | 'node-pool'
  | 'node'
  | 'department'
  | 'project'
  | 'queue'
  | 'workload';

/** The aggregate that a fact is about. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** The order of all ids: by UTF-16 code unit, which for ids (ASCII) is byte order, as in SQLite's BINARY. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const idPattern = /^[a-z0-9]([a-z0-9._:@-]{0,251}[a-z0-9])?$/;

/** Tells whether a text can be an id: lower-case letters, digits, `.`, `_`, `:`, `@`, `-`; at most 253 characters. */
export const isId = (text: string): boolean => idPattern.test(text);

/**
 * The id of an event: UUIDv5 of the command that made it and its place among that command's facts.
 *
 * The same command retried names the same events, which is how an append in doubt is resolved.
 * @source RFC 9562 §5.5
 */
export const eventId = (commandId: string, index: number): string => {
  const hash = createHash('sha1').update(eventNamespace).update(`${commandId}#${index}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
};
