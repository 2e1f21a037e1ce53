import { deserialize, serialize } from 'node:v8';
import { kernelVersion } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { capacity } from '../../projections/capacity/index.ts';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';
import type { Brain } from './brain.ts';
import type { PlainRequest } from './handle.ts';
import { type PackedStates, packStates, unpackStates } from './packed-states.ts';

/** The name under which the engine's own state is kept beside the ledger. */
const name = 'brain';

/**
 * What the bytes of a checkpoint mean. Raise it whenever the state of an aggregate or of a process has another shape:
 * an older checkpoint is then left aside and the facts are folded again.
 */
export const statesVersion = 9;

/** What was planned under other rules has to be looked at again, so the rules are part of it. */
const versionOf = ({ basePolicy }: Brain): string =>
  [statesVersion, kernelVersion, capacity.version, basePolicy.version].join('/');

interface Kept {
  readonly version: string;
  readonly epoch: number;
  readonly states: PackedStates;
  readonly capacity: Brain['capacity'];
  readonly processes: readonly unknown[];
}

/** Keeps the brain as it stands at the head of the ledger, so that a later start folds only what came after. */
export const saveCheckpoint = async (
  brain: Brain,
  log: EventLog,
): Promise<Either<LogFault, void>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision, hash } = head.right;
  if (revision !== brain.states.revision) return right(undefined);
  return log.saveSnapshot({ name, revision, hash, bytes: serialize(packed(brain)) })();
};

const packed = (brain: Brain): Kept => ({
  version: versionOf(brain),
  epoch: brain.epoch,
  states: packStates(brain.states),
  capacity: brain.capacity,
  processes: brain.processes.map(({ state }) => state),
});

const unpacked = (brain: Brain, kept: Kept): Brain => ({
  ...brain,
  epoch: kept.epoch,
  states: unpackStates(kept.states),
  capacity: kept.capacity,
  processes: brain.processes.map(({ process }, k) => ({ process, state: kept.processes[k] })),
});

/** A brain that travels: also what its facts ask for and none of them has answered. */
interface Carried extends Kept {
  readonly reactions: readonly PlainRequest[];
}

/** A brain as bytes that another machine makes one of; `version` says which programs can. */
export const carryBrain = (
  brain: Brain,
): { readonly version: string; readonly bytes: Uint8Array } => {
  const carried: Carried = { ...packed(brain), reactions: brain.reactions };
  return { version: carried.version, bytes: serialize(carried) };
};

/** The version of the brains that this program carries and takes. */
export const carriedVersion = (brain: Brain): string => versionOf(brain);

/** Makes a brain of carried bytes; `undefined` where they are of another version, or no brain at a revision. */
export const takeBrain = (
  brain: Brain,
  bytes: Uint8Array,
  revision: Revision,
): Brain | undefined => {
  try {
    const carried = deserialize(bytes) as Carried;
    if (carried.version !== versionOf(brain)) return undefined;
    const taken = { ...unpacked(brain, carried), reactions: [...carried.reactions] };
    return taken.states.revision === revision ? taken : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Brings the newest checkpoint back, if there is one that this program wrote in this shape, at or before a revision.
 *
 * Answers the revision that the brain stands at: 0 when the facts must be folded from the first.
 */
export const loadCheckpoint = async (
  brain: Brain,
  log: Pick<EventLog, 'loadSnapshot'>,
  atMost: Revision = Number.MAX_SAFE_INTEGER,
): Promise<Either<LogFault, { readonly brain: Brain; readonly revision: Revision }>> => {
  const found = await log.loadSnapshot(name, atMost)();
  if (isLeft(found)) return left(found.left);
  const kept = found.right === undefined ? undefined : keptOf(found.right.bytes, versionOf(brain));
  if (kept === undefined) return right({ brain, revision: 0 });
  return right({ brain: unpacked(brain, kept), revision: kept.states.revision });
};

const keptOf = (bytes: Uint8Array, version: string): Kept | undefined => {
  try {
    const kept = deserialize(bytes) as Kept;
    return kept.version === version ? kept : undefined;
  } catch {
    // A checkpoint is a cache: one that cannot be read costs time, nothing else.
    return undefined;
  }
};
