import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { signedHead, type VerifyingKey } from '../../../adapters/signed-notes/index.ts';
import { defaultPolicy, kernelVersion } from '../../../domain/allocation/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { leafOf } from '../../../domain/foundation/merkle.ts';
import { includes } from '../../../domain/foundation/merkle-check.ts';
import { type Brain, createBrain } from '../../app/brain.ts';
import { carriedVersion, takeBrain } from '../../app/checkpoint.ts';
import { readVerifyingKey } from '../proof/witness.ts';
import { checkChain, checkFacts } from './check-facts.ts';
import type { BundleHeader, BundleRefused } from '../../../adapters/bundles/index.ts';
import { type ReadBundle, readBundle, refusedBundle } from './read-bundle.ts';
import { stateProblem } from './state-note.ts';

/** What can keep a bundle from being believed. */
export type BundleFault = BundleRefused | InputFault;

/** Whose ledger the facts of a bundle stand in, by whose signature. */
export interface SignedBy {
  readonly origin: string;
  /** How many facts the ledger had when it was signed. */
  readonly size: number;
  /** Whether the state before its facts is signed too. */
  readonly isStateSigned: boolean;
}

/** A bundle whose every fact was found in order: ready to be replayed. */
export interface OpenBundle {
  readonly header: BundleHeader;
  /** The brain before the first fact. */
  readonly brain: Brain;
  readonly log: Pick<EventLog, 'head' | 'read'>;
  /** `undefined` where no key was given. */
  readonly signedBy: SignedBy | undefined;
}

/**
 * Opens a bundle from elsewhere: its bounds, its chain, every schema, its state, and by a key that it stands in the
 * ledger that was signed. Decisions are not looked at: a replay does that.
 *
 * @cost about 10 µs a fact
 */
export const openBundle = async (
  path: string,
  verifierFile: string | undefined,
): Promise<Either<BundleFault, OpenBundle>> => {
  const key = verifierFile === undefined ? right(undefined) : await readVerifyingKey(verifierFile);
  if (isLeft(key)) return key;
  const bundle = await readBundle(path);
  if (isLeft(bundle)) return bundle;
  const hashes = checkChain(bundle.right);
  if (isLeft(hashes)) return hashes;
  const signedBy =
    key.right === undefined
      ? right(undefined)
      : signerOf(bundle.right.header, hashes.right.subarray(-32), key.right);
  if (isLeft(signedBy)) return signedBy;
  const brain = brainOf(bundle.right);
  if (isLeft(brain)) return brain;
  const checked = await checkFacts(bundle.right, brain.right.states);
  if (isLeft(checked)) return checked;
  const log = logOf(bundle.right, hashes.right);
  return right({
    header: bundle.right.header,
    brain: brain.right,
    log,
    signedBy: signedBy.right,
  });
};

const signerOf = (
  header: BundleHeader,
  hash: Uint8Array,
  key: VerifyingKey,
): Either<BundleFault, SignedBy> => {
  const { signed, to, state } = header;
  if (signed === null) {
    const remedy =
      'ask for one that was made with --against and --verifier, or leave --verifier out';
    return refusedBundle('it holds no signed checkpoint', remedy);
  }
  const head = signedHead(signed.checkpoint, key);
  if (isLeft(head)) {
    return refusedBundle(`its checkpoint is not to be trusted: ${head.left.problem}`);
  }
  const { origin, size, root } = head.right;
  const proof = signed.path.map((hex) => Buffer.from(hex, 'hex'));
  if (!includes({ index: to - 1, size, leaf: leafOf(hash), proof, root })) {
    return refusedBundle(
      `its facts are not among the ${size} that were signed, or not as they stand here`,
    );
  }
  if (state?.note === undefined) return right({ origin, size, isStateSigned: false });
  const problem = stateProblem(state.note, { ...header, state }, key);
  return problem === undefined
    ? right({ origin, size, isStateSigned: true })
    : refusedBundle(problem);
};

/** The brain before the first fact of a bundle. */
const brainOf = ({ header, state }: ReadBundle): Either<BundleFault, Brain> => {
  const brain = createBrain(defaultPolicy);
  if (state === undefined) return right(brain);
  const own = carriedVersion(brain);
  if (header.state?.version !== own) {
    const problem = `its state was written as ${header.state?.version ?? ''}, and this program reads ${own}`;
    return refusedBundle(problem, `read it with berth ${header.program}, or ask for --from 1`);
  }
  const older = header.kernels.find((version) => version !== kernelVersion);
  if (older !== undefined) {
    const problem = `kernel ${older} decided in it, which needs all facts before its decisions`;
    return refusedBundle(problem, 'ask for one that begins with fact 1: --from 1');
  }
  const taken = takeBrain(brain, state, header.from - 1);
  return taken === undefined
    ? refusedBundle('its state is none that this program can begin on')
    : right(taken);
};

/** The facts of a bundle as a log that begins somewhere. */
const logOf = (
  { header, bodies }: ReadBundle,
  hashes: Uint8Array,
): Pick<EventLog, 'head' | 'read'> => {
  const hashAt = (k: number): Uint8Array => hashes.subarray(k * 32, k * 32 + 32);
  return {
    head: () => async () => right({ revision: header.to, hash: hashes.subarray(-32) }),
    read: (after, max) => async () => {
      const first = Math.max(after + 1 - header.from, 0);
      return right(
        bodies.slice(first, first + max).map((body, k) => ({
          revision: header.from + first + k,
          body,
          hash: hashAt(first + k),
        })),
      );
    },
  };
};
