import { above, emptyRoot, type TreeHash } from './merkle.ts';

/** Tells whether two nodes are one. */
export const isSameHash = (one: TreeHash, other: TreeHash): boolean =>
  one.length === other.length && one.every((byte, k) => byte === other[k]);

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** A leaf with the place that it is said to have in a tree. @shape `index` from 0 */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: TreeHash;
  readonly proof: readonly TreeHash[];
  readonly root: TreeHash;
}

/**
 * Tells whether a tree of that root has that leaf at that place.
 *
 * @source RFC 9162 §2.1.3.2
 */
export const includes = ({ index, size, leaf, proof, root }: Inclusion): boolean => {
  if (!isWhole(index) || !isWhole(size) || index >= size) return false;
  let [place, last] = [index, size - 1];
  let node = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = above(beside, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else node = above(node, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && isSameHash(node, root);
};

const half = (value: number): number => Math.floor(value / 2);

/** Two trees of which the first is said to be how the second began. */
export interface Consistency {
  readonly first: { readonly size: number; readonly root: TreeHash };
  readonly second: { readonly size: number; readonly root: TreeHash };
  readonly proof: readonly TreeHash[];
}

/**
 * Tells whether a tree begins with all leaves of another one, in their order.
 *
 * An empty tree is how every tree began, and proves nothing.
 * @source RFC 9162 §2.1.4.2
 */
export const beginsWith = ({ first, second, proof }: Consistency): boolean => {
  if (!isWhole(first.size) || !isWhole(second.size) || first.size > second.size) return false;
  if (first.size === 0) return proof.length === 0 && isSameHash(first.root, emptyRoot);
  if (first.size === second.size) return proof.length === 0 && isSameHash(first.root, second.root);
  if (proof.length === 0) return false;
  return climbs({
    first,
    second,
    proof: isPowerOfTwo(first.size) ? [first.root, ...proof] : proof,
  });
};

const isPowerOfTwo = (size: number): boolean => {
  let rest = size;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
};

/** Climbs both trees at once: one node is the root of the smaller, one that of the larger at the end. */
const climbs = ({ first, second, proof }: Consistency): boolean => {
  let [place, last] = [first.size - 1, second.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [start = emptyRoot, ...rest] = proof;
  let [older, newer] = [start, start];
  for (const beside of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [older, newer] = [above(beside, older), above(beside, newer)];
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else newer = above(newer, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && isSameHash(older, first.root) && isSameHash(newer, second.root);
};
