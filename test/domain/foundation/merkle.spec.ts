import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf } from '../../../domain/foundation/chain.ts';
import {
  consistencyProof,
  emptyRoot,
  growTree,
  inclusionProof,
  leafOf,
  rootOfLeaves,
  type TreeHash,
} from '../../../domain/foundation/merkle.ts';
import { beginsWith, includes } from '../../../domain/foundation/merkle-check.ts';

/** The tree of RFC 6962's own words: no frontier, no proofs, only the definition. */
const defined = (leaves: readonly TreeHash[]): TreeHash => {
  if (leaves.length === 0) return createHash('sha256').digest();
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(defined(leaves.slice(0, split)))
    .update(defined(leaves.slice(split)))
    .digest();
};

const leavesOf = (count: number, salt = 0): readonly TreeHash[] =>
  Array.from({ length: count }, (_, k) => leafOf(Buffer.from([salt, k >> 8, k & 255])));

const sizes = fc.integer({ min: 1, max: 80 });
const flipped = (bytes: TreeHash, bit: number): TreeHash =>
  bytes.map((byte, k) => (k === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
const bits = fc.integer({ min: 0, max: 255 });

describe('Merkle tree (RFC 6962)', () => {
  it('gives the roots that other programs give', () => {
    // The leaves and roots of the reference tests of Certificate Transparency.
    const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
    const leaves = [...data, '606162636465666768696a6b6c6d6e6f'].map((hex) =>
      leafOf(Buffer.from(hex, 'hex')),
    );
    expect([0, 1, 2, 5, 8].map((size) => hexOf(rootOfLeaves(leaves.slice(0, size))))).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
    expect(hexOf(emptyRoot)).toBe(hexOf(rootOfLeaves([])));
  });

  it('∀ sizes: a tree that grows has the root of the definition, also from a frontier that was kept', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 80 }), (size, kept) => {
        const leaves = leavesOf(size);
        const first = growTree();
        for (const leaf of leaves.slice(0, kept)) first.add(leaf);
        const second = growTree(first.frontier());
        for (const leaf of leaves.slice(kept)) second.add(leaf);
        expect(hexOf(second.root())).toBe(hexOf(defined(leaves)));
        expect(second.frontier().size).toBe(size);
      }),
    );
  });

  it('∀ trees and places: the proof of a leaf holds there, and nowhere else', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, first, other) => {
        const leaves = leavesOf(size);
        const root = rootOfLeaves(leaves);
        const [index, elsewhere] = [first % size, other % size];
        const leaf = leaves[index] ?? emptyRoot;
        const proof = inclusionProof(leaves, index);
        expect(includes({ index, size, leaf, proof, root })).toBe(true);
        expect(includes({ index: elsewhere, size, leaf, proof, root })).toBe(elsewhere === index);
      }),
    );
  });

  it('∀ trees: a tree begins with each of its beginnings, and with no other tree', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, part) => {
        const leaves = leavesOf(size);
        const begun = 1 + (part % size);
        const second = { size, root: rootOfLeaves(leaves) };
        const proof = consistencyProof(leaves, begun);
        const root = rootOfLeaves(leaves.slice(0, begun));
        expect(beginsWith({ first: { size: begun, root }, second, proof })).toBe(true);
        const stranger = { size: begun, root: rootOfLeaves(leavesOf(begun, 1)) };
        expect(beginsWith({ first: stranger, second, proof })).toBe(false);
      }),
    );
  });
});

/** What a forger does to a proof; each has to be noticed. */
const pathForgeries: readonly (readonly [string, (path: readonly TreeHash[]) => TreeHash[]])[] = [
  ['leaves the last hash out', (path) => path.slice(0, -1)],
  ['leaves the first hash out', (path) => path.slice(1)],
  ['adds a hash', (path) => [...path, emptyRoot]],
  ['adds a hash at the beginning', (path) => [emptyRoot, ...path]],
  ['turns the path round', (path) => path.toReversed()],
  ['gives no path', () => []],
  ['doubles the path', (path) => [...path, ...path]],
  ['cuts a hash short', (path) => path.map((hash) => hash.subarray(1))],
];

describe('forged paths', () => {
  const leaves = leavesOf(23);
  const root = rootOfLeaves(leaves);
  const leaf = leaves[6] ?? emptyRoot;
  const good = { index: 6, size: 23, leaf, proof: inclusionProof(leaves, 6), root };
  const first = { size: 13, root: rootOfLeaves(leaves.slice(0, 13)) };
  const grown = { first, second: { size: 23, root }, proof: consistencyProof(leaves, 13) };

  it.each(pathForgeries)('a forger %s: neither proof holds', (_, forge) => {
    expect(includes(good)).toBe(true);
    expect(beginsWith(grown)).toBe(true);
    expect(includes({ ...good, proof: forge(good.proof) })).toBe(false);
    expect(beginsWith({ ...grown, proof: forge(grown.proof) })).toBe(false);
  });

  it('∀ bits: a flipped bit of leaf, root or path is noticed', () => {
    fc.assert(
      fc.property(bits, fc.nat(), (bit, at) => {
        const path = good.proof.map((hash, k) =>
          k === at % good.proof.length ? flipped(hash, bit) : hash,
        );
        expect(includes({ ...good, proof: path })).toBe(false);
        expect(includes({ ...good, leaf: flipped(leaf, bit) })).toBe(false);
        expect(includes({ ...good, root: flipped(root, bit) })).toBe(false);
        const steps = grown.proof.map((hash, k) =>
          k === at % grown.proof.length ? flipped(hash, bit) : hash,
        );
        expect(beginsWith({ ...grown, proof: steps })).toBe(false);
        const bent = { ...first, root: flipped(first.root, bit) };
        expect(beginsWith({ ...grown, first: bent })).toBe(false);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 23, 2 ** 53])('place %d is none of a tree of 23', (index) => {
    expect(includes({ ...good, index })).toBe(false);
  });

  it('a node between leaf and root is no leaf', () => {
    const [l0 = emptyRoot, l1 = emptyRoot] = leaves;
    const node = rootOfLeaves([l0, l1]);
    const two = rootOfLeaves(leaves.slice(0, 2));
    expect(hexOf(leafOf(Buffer.concat([l0, l1])))).not.toBe(hexOf(node));
    expect(
      includes({ index: 0, size: 1, leaf: leafOf(Buffer.concat([l0, l1])), proof: [], root: two }),
    ).toBe(false);
  });

  it('a tree of nothing begins every tree and proves nothing; a smaller one begins with no larger', () => {
    const nothing = { size: 0, root: emptyRoot };
    expect(beginsWith({ ...grown, first: nothing, proof: [] })).toBe(true);
    expect(beginsWith({ ...grown, first: { size: 0, root }, proof: [] })).toBe(false);
    expect(beginsWith({ first: grown.second, second: first, proof: grown.proof })).toBe(false);
    expect(beginsWith({ first: grown.second, second: grown.second, proof: [] })).toBe(true);
    expect(beginsWith({ first: { ...first, size: 23 }, second: grown.second, proof: [] })).toBe(
      false,
    );
  });
});
