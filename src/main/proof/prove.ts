import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { hexPath, type Proof } from '../../../adapters/signed-notes/index.ts';
import { genesisHash, hexOf } from '../../../domain/foundation/chain.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import {
  consistencyProof,
  inclusionProof,
  rootOfLeaves,
  type TreeHash,
} from '../../../domain/foundation/merkle.ts';
import { isSameHash } from '../../../domain/foundation/merkle-check.ts';
import { refused } from '../config/refusal.ts';
import { withLedger } from '../ledger-file.ts';
import { readLeaves } from './leaves.ts';
import type { AgainstOptions, SealFault } from './seal.ts';
import { readVerifyingKey, readWitness, type Witnessed } from './witness.ts';

/** What is to be proven: that a fact is in the ledger, or that it still begins as at an earlier checkpoint. */
export type Claim =
  | { readonly kind: 'inclusion'; readonly revision: Revision }
  | { readonly kind: 'consistency'; readonly from: Revision };

/** Makes a proof under the newest checkpoint of a witness file. @cost about 8 µs a fact of the ledger */
export const proveOf = async (
  path: string,
  claim: Claim,
  against: AgainstOptions,
): Promise<Either<SealFault, Proof>> => {
  const key = await readVerifyingKey(against.verifierFile);
  if (isLeft(key)) return key;
  const known = await readWitness(against.witnessFile, key.right);
  if (isLeft(known)) return known;
  const newest = newestOf(known.right);
  const earlier =
    claim.kind === 'consistency'
      ? known.right.find(({ head }) => head.size === claim.from)
      : undefined;
  const objection = objectionTo(claim, newest, earlier);
  if (objection !== undefined) return objection;
  return withLedger<SealFault, Proof>(path, 'read', async (log) => {
    const leaves = await leavesOf(log, newest);
    if (isLeft(leaves)) return leaves;
    if (claim.kind === 'consistency') {
      const proof = consistencyProof(leaves.right, claim.from);
      const note = earlier?.note ?? '';
      return right({
        kind: 'consistency',
        path: hexPath(proof),
        earlier: note,
        checkpoint: newest.note,
      });
    }
    return inclusionOf(log, { leaves: leaves.right, revision: claim.revision, newest });
  });
};

const newestOf = (known: readonly Witnessed[]): Witnessed =>
  known.reduce((newest, one) => (one.head.size > newest.head.size ? one : newest));

const objectionTo = (
  claim: Claim,
  { head: { size } }: Witnessed,
  earlier: Witnessed | undefined,
): Either<InputFault, never> | undefined => {
  if (claim.kind === 'consistency') {
    return earlier !== undefined && claim.from > 0
      ? undefined
      : refused({ _tag: 'Flag', flag: '--from' }, undefined, {
          problem: `there is no checkpoint of ${claim.from} facts`,
          remedy: 'name the number of facts of a checkpoint in that file: its second line',
        });
  }
  return claim.revision >= 1 && claim.revision <= size
    ? undefined
    : refused({ _tag: 'Flag', flag: '<revision>' }, undefined, {
        problem: `fact ${claim.revision} is not among the ${size} of the newest checkpoint`,
        remedy: 'sign a newer one: berth ledger checkpoint',
      });
};

/** The leaves under a checkpoint; a ledger that is not what was signed has no proof. */
const leavesOf = async (
  log: EventLog,
  { head: { size, root } }: Witnessed,
): Promise<Either<SealFault, readonly TreeHash[]>> => {
  const leaves: TreeHash[] = [];
  const read = await readLeaves(log, { to: size }, (leaf) => leaves.push(leaf));
  if (isLeft(read)) return read;
  return leaves.length === size && isSameHash(rootOfLeaves(leaves), root)
    ? right(leaves)
    : left({ _tag: 'LedgerDiffers', size, revisions: leaves.length, agreesUpTo: 0 });
};

const inclusionOf = async (
  log: EventLog,
  {
    leaves,
    revision,
    newest,
  }: {
    readonly leaves: readonly TreeHash[];
    readonly revision: Revision;
    readonly newest: Witnessed;
  },
): Promise<Either<SealFault, Proof>> => {
  const isFirst = revision === 1;
  const page = await log.read(isFirst ? 0 : revision - 2, isFirst ? 1 : 2)();
  if (isLeft(page)) return left(page.left);
  const body = page.right.at(-1)?.body ?? '';
  const previousHash = hexOf(isFirst ? genesisHash : (page.right[0]?.hash ?? genesisHash));
  const path = hexPath(inclusionProof(leaves, revision - 1));
  return right({ kind: 'inclusion', revision, previousHash, body, path, checkpoint: newest.note });
};
