import type { Revision } from '../../domain/foundation/event.ts';

/** What a ledger is called on the server. */
export interface Names {
  readonly ledger: string;
  /** How faults name the ledger. */
  readonly place: string;
  /** The stream that holds the facts, on one subject. */
  readonly stream: string;
  readonly subject: string;
  /** Where the writer answers others that want to write. */
  readonly writer: string;
  /** The stream that remembers how far the ledger was acknowledged, and its subject. */
  readonly witness: string;
  readonly witnessSubject: string;
  /** The stream that holds snapshots, one subject each. */
  readonly snapshots: string;
  readonly snapshotSubjects: string;
}

const lawful = /^[A-Za-z0-9_-]{1,64}$/;

/** Tells whether stream and subject can be derived from a ledger's name. */
export const isLedgerName = (ledger: string): boolean => lawful.test(ledger);

/** The names of a ledger on the server; `server` is said in faults and holds no password. */
export const namesOf = (ledger: string, server: string): Names => ({
  ledger,
  place: `${server}/${ledger}`,
  stream: `berth-ledger-${ledger}`,
  subject: `berth.ledger.${ledger}`,
  writer: `berth.writer.${ledger}`,
  witness: `berth-witness-${ledger}`,
  witnessSubject: `berth.witness.${ledger}`,
  snapshots: `berth-snapshots-${ledger}`,
  snapshotSubjects: `berth.snapshots.${ledger}`,
});

/** The subject of a snapshot; its name may hold any character. */
export const snapshotSubjectOf = (names: Names, name: string, revision: Revision | '>'): string =>
  `${names.snapshotSubjects}.${Buffer.from(name).toString('base64url') || '_'}.${revision}`;
