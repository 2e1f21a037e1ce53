import type { DecodeFault } from '../../domain/catalogue/index.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { InputFault } from '../../adapters/ports/scenario.ts';
import type { SchemaFault } from '../main/verify-ledger.ts';

/** Why a command ended without its answer, in words for a person: what, where, and what to do. */
export interface Failure {
  readonly what: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
  readonly exitCode: number;
}

/** The exit codes of every command; `docs/CLI.md` lists them for users. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  interrupted: 130,
} as const;

/** Any fault that a command can meet. */
export type AnyFault =
  | LogFault
  | DecodeFault
  | SchemaFault
  | InputFault
  | { readonly _tag: 'LedgerInUse'; readonly place: string; readonly revisions: number };

/** Says a fault in words. */
export const failureOf = (fault: AnyFault): Failure => {
  const { failure, conflict } = exitCodes;
  switch (fault._tag) {
    case 'VersionConflict':
      return {
        what: `another writer has moved the ledger from revision ${fault.expected} to ${fault.actual}`,
        remedy: 'stop the other writer, then run the command again',
        exitCode: conflict,
      };
    case 'InDoubt':
      return {
        what: `it is unknown whether the last facts are on disk: ${fault.cause}`,
        where: fault.place,
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'LedgerLocked':
      return {
        what: 'another process writes this ledger',
        where: fault.place,
        remedy: fault.remedy,
        exitCode: conflict,
      };
    case 'LedgerCorrupt':
      return {
        what: `the ledger is not what was written: ${fault.cause}`,
        where: placeOf(fault.place, fault.revision),
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'LedgerNewer':
      return {
        what: `the ledger has format ${fault.found}, this program knows up to ${fault.known}`,
        where: fault.place,
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'LedgerUnavailable':
      return {
        what: `the ledger cannot be opened: ${fault.cause}`,
        where: fault.place,
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'DiskFull':
      return {
        what: 'the disk is full',
        where: fault.place,
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'BatchRefused':
      return {
        what: `the facts were refused: ${fault.cause}`,
        remedy: fault.remedy,
        exitCode: failure,
      };
    case 'LogClosed':
      return { what: 'the ledger was closed', where: fault.place, exitCode: failure };
    case 'LedgerInUse':
      return {
        what: `the ledger already holds ${fault.revisions} facts`,
        where: fault.place,
        remedy: 'name another file with --ledger, or say --overwrite to begin this one anew',
        exitCode: conflict,
      };
    case 'InputRefused':
      return inputFailure(fault);
    case 'BodyIsNoJson':
    case 'UnknownEventType':
    case 'NewerSchema':
    case 'SchemaViolated':
      return factFailure(fault);
  }
};

const inputFailure = (fault: InputFault): Failure => ({
  what: fault.problem,
  where:
    fault.file +
    (fault.line === undefined ? '' : `:${fault.line}`) +
    (fault.field === undefined ? '' : `, field ${fault.field}`),
  remedy: fault.remedy,
  exitCode: exitCodes.usage,
});

const factFailure = (fault: DecodeFault | SchemaFault): Failure => {
  const where = `revision ${fault.revision}`;
  const exitCode = exitCodes.failure;
  const newer = 'read this ledger with the program that wrote it, or a newer one';
  switch (fault._tag) {
    case 'BodyIsNoJson':
      return { what: `a fact is no JSON: ${fault.cause}`, where, remedy: restore, exitCode };
    case 'UnknownEventType':
      return { what: `nobody knows the event type ${fault.type}`, where, remedy: newer, exitCode };
    case 'NewerSchema':
      return {
        what: `${fault.type} has schema ${fault.found}, this program knows up to ${fault.known}`,
        where,
        remedy: newer,
        exitCode,
      };
    case 'SchemaViolated':
      return {
        what: `a fact ${fault.problem}`,
        where: `${where}, ${fault.type} ${fault.pointer}`.trimEnd(),
        remedy: restore,
        exitCode,
      };
  }
};

const restore = 'restore the ledger from a copy whose `berth ledger verify` is clean';

const placeOf = (place: string, revision: number | undefined): string =>
  revision === undefined ? place : `${place}, revision ${revision}`;

/** The text of a failure for stderr. */
export const textOfFailure = ({ what, where, remedy }: Failure): string =>
  [`error: ${what}`, where && `  at: ${where}`, remedy && `  remedy: ${remedy}`]
    .filter((line) => line !== undefined && line !== '')
    .join('\n') + '\n';
