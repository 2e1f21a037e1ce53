import type { KeysUnusable } from '../../adapters/ports/seals.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { MomentFault, MomentsTurned } from '../../adapters/ports/moment.ts';
import type { InputFault } from '../../adapters/ports/scenario.ts';
import type { PolicyRefused } from '../main/adopt.ts';
import type { BundleRefused } from '../main/bundle/read-bundle.ts';
import type { LedgerDiffers } from '../main/proof/compare.ts';
import type { LedgerBegun } from '../main/proof/leaves.ts';
import type { ProofRefused } from '../main/proof/read-proof.ts';
import type { KernelMissing } from '../main/replay-ledger.ts';
import { exitCodes, type Failure } from './exit-codes.ts';
import { type FactFault, saidOfFact } from './fact-failures.ts';
import { saidOfKernel } from './kernel-failures.ts';
import { saidOfMoment } from './moment-failures.ts';
import type { RemoteFault } from './remote/faults.ts';
import { saidOfProof } from './proof-failures.ts';
import { failureOfRemote, isRemote } from './remote/remote-failures.ts';

export { exitCodes, type Failure, textOfFailure } from './exit-codes.ts';

/** Any fault that a command can meet. */
export type AnyFault = FileFault | RemoteFault;

/** Any fault of a file. */
export type FileFault =
  | LogFault
  | MomentFault
  | MomentsTurned
  | FactFault
  | InputFault
  | KernelMissing
  | PolicyRefused
  | LedgerBegun
  | LedgerDiffers
  | ProofRefused
  | BundleRefused
  | KeysUnusable
  | { readonly _tag: 'LedgerInUse'; readonly place: string; readonly revisions: number };

/** Says any fault in words; `file` is the ledger that it came from, where it came from one. */
export const failureOfAny = (fault: AnyFault, file?: string): Failure =>
  isRemote(fault) ? failureOfRemote(fault) : failureOf(fault, file);

/** Says a fault in words; `file` is the ledger that a fact was read from, for faults that know only its revision. */
export const failureOf = (fault: FileFault, file?: string): Failure => {
  switch (fault._tag) {
    case 'LedgerInUse':
      return {
        what: `the ledger already holds ${fault.revisions} facts`,
        where: fault.place,
        remedy: 'name another file with --ledger, or say --overwrite to begin this one anew',
        exitCode: exitCodes.conflict,
      };
    case 'InputRefused':
      return inputFailure(fault);
    case 'BodyIsNoJson':
    case 'UnknownEventType':
    case 'NewerSchema':
    case 'SchemaViolated':
    case 'CommandRepeated':
      return { ...saidOfFact(fault, file), exitCode: exitCodes.failure };
    case 'MomentsTurned':
      return {
        what: `the first moment, revision ${fault.from}, is after the second, ${fault.to}`,
        where: file,
        remedy: `say them the other way round: ${fault.to}, then ${fault.from}`,
        exitCode: exitCodes.usage,
      };
    case 'MomentUnreadable':
    case 'MomentUnknown':
    case 'MomentTooEarly':
      return { ...saidOfMoment(fault, file), exitCode: exitCodes.usage };
    case 'KernelMissing':
      return { ...saidOfKernel(fault, file), exitCode: exitCodes.failure };
    case 'LedgerBegun':
    case 'LedgerDiffers':
    case 'ProofRefused':
      return { ...saidOfProof(fault), where: file, exitCode: exitCodes.failure };
    case 'BundleRefused':
    case 'KeysUnusable':
      return { ...saidOfBeside(fault, file), exitCode: exitCodes.failure };
    case 'PolicyRefused':
      return {
        what: `the ledger does not adopt these rules: ${JSON.stringify(fault.refusal)}`,
        remedy: 'give them another version',
        exitCode: exitCodes.conflict,
      };
    case 'VersionConflict':
      return {
        what: `another writer has moved the ledger from revision ${fault.expected} to ${fault.actual}`,
        remedy: 'stop the other writer, then run the command again',
        exitCode: exitCodes.conflict,
      };
    case 'LogClosed':
      return { what: 'the ledger was closed', where: fault.place, exitCode: exitCodes.failure };
    case 'BatchRefused':
    case 'LedgerLocked':
    case 'InDoubt':
    case 'LedgerCorrupt':
    case 'LedgerNewer':
    case 'LedgerUnavailable':
    case 'DiskFull':
      return {
        what: causeOf(fault),
        where: placeOf(fault),
        remedy: fault.remedy,
        exitCode: fault._tag === 'LedgerLocked' ? exitCodes.conflict : exitCodes.failure,
      };
  }
};

/** What is wrong with a file that came from a ledger, or lies beside it. */
const saidOfBeside = (
  fault: BundleRefused | KeysUnusable,
  file: string | undefined,
): Omit<Failure, 'exitCode'> =>
  fault._tag === 'KeysUnusable'
    ? {
        what: `the keys are of no use: ${fault.problem}`,
        where: fault.place,
        remedy: fault.remedy,
      }
    : {
        what: `the bundle is not to be believed: ${fault.problem}`,
        where: file,
        remedy: fault.remedy,
      };

type PlacedFault = Extract<LogFault, { readonly remedy: string }>;

const causeOf = (fault: PlacedFault): string => {
  switch (fault._tag) {
    case 'InDoubt':
      return `it is unknown whether the last facts are on disk: ${fault.cause}`;
    case 'LedgerLocked':
      return 'another process writes this ledger';
    case 'LedgerCorrupt':
      return `the ledger is not what was written: ${fault.cause}`;
    case 'LedgerNewer':
      return `the ledger has format ${fault.found}, this program knows up to ${fault.known}`;
    case 'LedgerUnavailable':
      return `the ledger cannot be opened: ${fault.cause}`;
    case 'DiskFull':
      return 'the disk is full';
    case 'BatchRefused':
      return `the facts were refused: ${fault.cause}`;
  }
};

const inputFailure = (fault: InputFault): Failure => ({
  what: fault.problem,
  where: placeOfInput(fault),
  remedy: fault.remedy,
  exitCode: exitCodes.usage,
});

const placeOfInput = ({ file, line, field }: InputFault): string => {
  if (field === undefined) return line === undefined ? file : `${file}:${line}`;
  if (field.startsWith('--')) return line === undefined ? field : `${file}:${line}, ${field}`;
  return line === undefined ? `${file}, field ${field}` : `${file}:${line}, field ${field}`;
};

const placeOf = (fault: PlacedFault): string | undefined => {
  if (fault._tag === 'BatchRefused') return undefined;
  return 'revision' in fault && fault.revision !== undefined
    ? `${fault.place}, revision ${fault.revision}`
    : fault.place;
};
