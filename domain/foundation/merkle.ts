import { sha256Of } from './chain.ts';

/** One node of the tree: 32 bytes. */
export type TreeHash = Uint8Array;

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** The leaf of a fact: its chain hash, marked as a leaf. @source RFC 6962 §2.1 */
export const leafOf = (chainHash: Uint8Array): TreeHash => sha256Of(leafMark, chainHash);

/** The node above two others; marked, so that no leaf can pass for one. @source RFC 6962 §2.1 */
export const above = (leftHash: TreeHash, rightHash: TreeHash): TreeHash =>
  sha256Of(nodeMark, leftHash, rightHash);

/** The root of a tree without leaves. */
export const emptyRoot: TreeHash = sha256Of();

/**
 * All that is needed of a tree to let it grow: the roots of its full subtrees, the widest first.
 *
 * @shape as many roots as `size` has binary ones.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly TreeHash[];
}

/** The frontier of a tree without leaves. */
export const emptyFrontier: Frontier = { size: 0, roots: [] };

/** A tree that grows leaf by leaf, in place. */
export interface GrowingTree {
  /** @cost about 2 µs */
  readonly add: (leaf: TreeHash) => void;
  readonly size: () => number;
  readonly root: () => TreeHash;
  readonly frontier: () => Frontier;
}

/** Lets a tree grow from where it was left. */
export const growTree = (from: Frontier = emptyFrontier): GrowingTree => {
  const roots = [...from.roots];
  let { size } = from;
  return {
    add: (leaf) => {
      let node = leaf;
      // Every full subtree of the same width as the new one is joined with it: a carry, as in counting.
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        node = above(roots.pop() ?? emptyRoot, node);
      }
      roots.push(node);
      size += 1;
    },
    size: () => size,
    root: () => rootOf(roots),
    frontier: () => ({ size, roots: [...roots] }),
  };
};

/** The root over full subtrees, the widest first. */
const rootOf = (roots: readonly TreeHash[]): TreeHash =>
  roots.length === 0
    ? emptyRoot
    : roots
        .slice(0, -1)
        .reduceRight((node, wider) => above(wider, node), roots.at(-1) ?? emptyRoot);

/** Some leaves of a tree, side by side. */
export type Leaves = readonly TreeHash[];

/** The root over leaves. @cost one hash a leaf, and one a node */
export const rootOfLeaves = (leaves: Leaves): TreeHash => {
  const tree = growTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
};

/** The widest full subtree that is narrower than a tree of that size: a power of two. @shape size is 2 or more */
const splitOf = (size: number): number => {
  let width = 1;
  while (width * 2 < size) width *= 2;
  return width;
};

/**
 * What proves that a leaf stands at a place of a tree: the hashes beside its way to the root, the lowest first.
 *
 * @shape `index` from 0, below the number of leaves.
 * @source RFC 6962 §2.1.1
 */
export const inclusionProof = (leaves: Leaves, index: number): readonly TreeHash[] => {
  if (leaves.length < 2) return [];
  const split = splitOf(leaves.length);
  const [first, second] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(first, index), rootOfLeaves(second)]
    : [...inclusionProof(second, index - split), rootOfLeaves(first)];
};

/**
 * What proves that a tree begins with all leaves of a smaller one, in their order.
 *
 * @shape `size` of the smaller tree, from 1 to the number of leaves.
 * @source RFC 6962 §2.1.2
 */
export const consistencyProof = (leaves: Leaves, size: number): readonly TreeHash[] =>
  partProof(leaves, size, true);

/** `isKnown`: who checks has the root over these leaves already. */
const partProof = (leaves: Leaves, size: number, isKnown: boolean): readonly TreeHash[] => {
  if (size === leaves.length) return isKnown ? [] : [rootOfLeaves(leaves)];
  const split = splitOf(leaves.length);
  const [first, second] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...partProof(first, size, isKnown), rootOfLeaves(second)]
    : [...partProof(second, size - split, false), rootOfLeaves(first)];
};
