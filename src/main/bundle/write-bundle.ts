import { createHash } from 'node:crypto';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../../adapters/ports/moment.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { SigningKey } from '../../../adapters/signed-notes/index.ts';
import { kernelVersion } from '../../../domain/allocation/index.ts';
import { genesisHash, hexOf } from '../../../domain/foundation/chain.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { carryBrain } from '../../app/checkpoint.ts';
import { readFacts, type ReadFault } from '../../app/read.ts';
import { brainIn, type MomentUnknown } from '../brain-at.ts';
import { withLedger } from '../ledger-file.ts';
import { proveOf } from '../proof/prove.ts';
import { readSigningKey } from '../proof/witness.ts';
import type { AgainstOptions, SealFault } from '../proof/seal.ts';
import { version } from '../version.ts';
import type { Part } from '../whole-commands.ts';
import { type Named, namesIn } from './check-facts.ts';
import { bundleBounds, type BundleHeader, lineOfHeader } from '../../../adapters/bundles/index.ts';
import { badFrom, nothingIn, partAsked } from './part-asked.ts';
import { linesOfBundle, putBundle } from './put-bundle.ts';
import { signState } from './state-note.ts';

/** Which part of a ledger goes where. */
export interface BundleWish {
  /** The first fact and the last; widened so that no command is cut. */
  readonly from: Revision;
  readonly to: Revision | undefined;
  /** Packed where its name ends in `.gz`. */
  readonly out: string;
  readonly against: AgainstOptions | undefined;
  /** A key that signs the state; the sender's word alone where absent. */
  readonly stateKey?: string | undefined;
}

/** What was written. */
export interface BundleWritten extends Pick<
  BundleHeader,
  'from' | 'to' | 'headHash' | 'kernels' | 'policies'
> {
  readonly stateBytes: number;
  readonly isSigned: boolean;
}

/** What can keep a bundle from being written. */
export type WriteFault = ReadFault | MomentUnknown | MomentsTurned | SealFault | InputFault;

/**
 * Writes a part of a ledger as a bundle that stands by itself: it verifies and replays where the ledger is not.
 *
 * @cost two readings of the part, and bringing a brain to where it begins
 */
export const writeBundle = async (
  path: string,
  { from, to, out, against, stateKey }: BundleWish,
): Promise<Either<WriteFault, BundleWritten>> =>
  withLedger<WriteFault, BundleWritten>(path, 'read', async (log) => {
    const part = await partAsked(log, from, to);
    if (isLeft(part)) return part;
    const known = await lookAt(log, part.right);
    if (isLeft(known)) return known;
    const state = await stateAt(log, part.right.from);
    if (isLeft(state)) return state;
    const proof = await signedOf(path, part.right.to, against);
    if (isLeft(proof)) return proof;
    const key = stateKey === undefined ? right(undefined) : await readSigningKey(stateKey);
    if (isLeft(key)) return key;
    const { kernels, policies, ...hashes } = known.right;
    const place = { from: part.right.from + 1, to: part.right.to, ...hashes };
    const named = namedState(state.right);
    const header = {
      program: version,
      ...place,
      kernels: [...kernels],
      policies: [...policies],
      state: signedState(named, place, key.right),
      signed: proof.right,
    };
    const bytes = state.right?.bytes;
    const lines = linesOfBundle(log, lineOfHeader(header), { bytes, part: part.right });
    const written = await putBundle(out, lines);
    if (isLeft(written)) return written;
    return right({ ...header, stateBytes: bytes?.length ?? 0, isSigned: proof.right !== null });
  });

interface Known extends Named {
  readonly baseHash: string;
  readonly headHash: string;
}

/** Reads a part once: what its decisions name, and the hashes at its ends. */
const lookAt = async (log: EventLog, { from, to }: Part): Promise<Either<WriteFault, Known>> => {
  if (to <= from) return nothingIn(from, to);
  if (to - from > bundleBounds.factsMax) {
    return badFrom(`a bundle holds at most ${bundleBounds.factsMax} facts`, 'say a shorter part');
  }
  const base = from === 0 ? right([]) : await log.read(from - 1, 1)();
  if (isLeft(base)) return left(base.left);
  const names = namesIn();
  let hash: Uint8Array = genesisHash;
  const read = await readFacts(log, { after: from, to }, ({ fact, record }) => {
    names.see(fact);
    ({ hash } = record);
  });
  if (isLeft(read)) return read;
  const named = names.named();
  const older = named.kernels.find((one) => one !== kernelVersion);
  if (older !== undefined && from > 0) {
    return badFrom(
      `kernel ${older} decided in that part, and needs all facts before its decisions`,
      'say --from 1, or a part in which the present kernel decided',
    );
  }
  const baseHash = hexOf(base.right[0]?.hash ?? genesisHash);
  return right({ baseHash, headHash: hexOf(hash), ...named });
};

type Carried = ReturnType<typeof carryBrain>;

const namedState = (carried: Carried | undefined): BundleHeader['state'] => {
  if (carried === undefined) return null;
  const sha256 = createHash('sha256').update(carried.bytes).digest('hex');
  return { version: carried.version, sha256 };
};

/** With a key the state is signed together with the hashes of the facts that it stands before. */
const signedState = (
  state: BundleHeader['state'],
  place: Pick<BundleHeader, 'from' | 'baseHash' | 'headHash'>,
  key: SigningKey | undefined,
): BundleHeader['state'] =>
  state === null || key === undefined
    ? state
    : { ...state, note: signState({ ...place, state }, key) };

const stateAt = async (
  log: EventLog,
  from: Revision,
): Promise<Either<WriteFault, Carried | undefined>> => {
  if (from === 0) return right(undefined);
  const brain = await brainIn(log, from);
  if (isLeft(brain)) return brain;
  const carried = carryBrain(brain.right);
  return carried.bytes.length <= bundleBounds.stateBytesMax
    ? right(carried)
    : badFrom(
        `the state there has ${carried.bytes.length} bytes, more than a bundle takes`,
        'say --from 1',
      );
};

const signedOf = async (
  path: string,
  to: Revision,
  against: AgainstOptions | undefined,
): Promise<Either<SealFault, BundleHeader['signed']>> => {
  if (against === undefined) return right(null);
  const proof = await proveOf(path, { kind: 'inclusion', revision: to }, against);
  return isLeft(proof)
    ? proof
    : right({ path: proof.right.path, checkpoint: proof.right.checkpoint });
};
