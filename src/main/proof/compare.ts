import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { type Frontier, growTree, type TreeHash } from '../../../domain/foundation/merkle.ts';
import { isSameHash } from '../../../domain/foundation/merkle-check.ts';
import type { TreeHead } from '../../../domain/foundation/tree-head.ts';
import { type LedgerBegun, type OnLeaves, readLeaves } from './leaves.ts';

/** A ledger that is not what was signed: facts of then are missing, or others than then. */
export interface LedgerDiffers {
  readonly _tag: 'LedgerDiffers';
  /** How many facts it had when it was signed. */
  readonly size: Revision;
  /** How many it has. */
  readonly revisions: Revision;
  /** Up to here it is what was signed; the first difference comes behind it, not after `size`. */
  readonly agreesUpTo: Revision;
}

/** The tree of a ledger at its head. */
export interface LedgerTree {
  readonly revisions: Revision;
  readonly root: TreeHash;
  /** What it can grow on from. */
  readonly frontier: Frontier;
}

/**
 * Makes the tree over all facts, and holds it against heads that were signed earlier.
 *
 * @cost about 5 µs a fact
 */
export const compareTree = async (
  log: EventLog,
  heads: readonly TreeHead[],
  onLeaves: OnLeaves,
): Promise<Either<LogFault | LedgerBegun | LedgerDiffers, LedgerTree>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const revisions = head.right.revision;
  const bySize = Map.groupBy(heads, ({ size }) => size);
  const tree = growTree();
  let agreesUpTo = 0;
  let differs: Revision | undefined;
  const hold = (revision: Revision): void => {
    const signed = bySize.get(revision);
    if (signed === undefined || differs !== undefined) return;
    const root = tree.root();
    if (signed.every((one) => isSameHash(one.root, root))) agreesUpTo = revision;
    else differs = revision;
  };
  hold(0);
  const read = await readLeaves(log, { to: revisions }, (leaf, revision) => {
    tree.add(leaf);
    hold(revision);
    if (revision % 4096 === 0) onLeaves(revision, revisions);
  });
  if (isLeft(read)) return read;
  const beyond = [...bySize.keys()].filter((size) => size > revisions).toSorted((a, b) => a - b);
  const size = differs ?? beyond[0];
  return size === undefined
    ? right({ revisions, root: tree.root(), frontier: tree.frontier() })
    : left({ _tag: 'LedgerDiffers', size, revisions, agreesUpTo });
};
