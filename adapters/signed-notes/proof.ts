import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { chainHash, genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { leafOf, type TreeHash } from '../../domain/foundation/merkle.ts';
import { beginsWith, includes } from '../../domain/foundation/merkle-check.ts';
import type { TreeHead } from '../../domain/foundation/tree-head.ts';
import type { VerifyingKey } from './keys.ts';
import { signedHead } from './note.ts';

const hashShape = Type.String({ pattern: '^[0-9a-f]{64}$' });
const pathShape = Type.Array(hashShape, { maxItems: 64 });

/** That a fact, byte for byte, is the one of that revision in the ledger that was signed. */
const inclusionShape = Type.Object(
  {
    kind: Type.Literal('inclusion'),
    revision: Type.Integer({ minimum: 1 }),
    /** The chain hash before it; of the first fact 64 zeros. */
    previousHash: hashShape,
    /** The stored bytes. */
    body: Type.String(),
    path: pathShape,
    checkpoint: Type.String(),
  },
  { additionalProperties: false },
);

/** That a ledger, as it was signed, began as it was signed before: nothing was changed or taken away in between. */
const consistencyShape = Type.Object(
  {
    kind: Type.Literal('consistency'),
    path: pathShape,
    earlier: Type.String(),
    checkpoint: Type.String(),
  },
  { additionalProperties: false },
);

const proofShape = Type.Union([inclusionShape, consistencyShape]);

/** What can be checked without the ledger. @shape hashes as 64 hex digits; checkpoints as signed notes */
export type Proof = Static<typeof proofShape>;

/** Whether some JSON has the shape of a proof. */
export const isProof: (value: unknown) => value is Proof = (() => {
  const compiled = Compile(proofShape);
  return (value): value is Proof => compiled.Check(value);
})();

/** A proof that proves nothing, and why. */
export interface ProofRefused {
  readonly _tag: 'ProofRefused';
  readonly problem: string;
}

/** What a proof proves. */
export interface Proven {
  readonly kind: Proof['kind'];
  readonly origin: string;
  /** How many facts the ledger had at the checkpoint. */
  readonly size: number;
  /** The fact that is in it, or up to where it is as it was. */
  readonly revision: number;
}

/** Hashes as a proof writes them. */
export const hexPath = (path: readonly TreeHash[]): string[] => path.map((hash) => hexOf(hash));

const bytesOf = (hex: string): TreeHash => Buffer.from(hex, 'hex');

/** Checks a proof by the key alone. */
export const checkProof = (proof: Proof, key: VerifyingKey): Either<ProofRefused, Proven> => {
  const head = headOf(proof.checkpoint, 'checkpoint', key);
  if (isLeft(head)) return head;
  return proof.kind === 'inclusion'
    ? checkInclusion(proof, head.right)
    : checkConsistency(proof, head.right, key);
};

const headOf = (note: string, field: string, key: VerifyingKey): Either<ProofRefused, TreeHead> => {
  const head = signedHead(note, key);
  return isLeft(head) ? refused(`its ${field} is not to be trusted: ${head.left.problem}`) : head;
};

const checkInclusion = (
  { revision, previousHash, body, path }: Extract<Proof, { readonly kind: 'inclusion' }>,
  { origin, size, root }: TreeHead,
): Either<ProofRefused, Proven> => {
  const previous = bytesOf(previousHash);
  if (revision === 1 && Buffer.compare(previous, genesisHash) !== 0) {
    return refused('a fact before the first one is claimed');
  }
  const leaf = leafOf(chainHash(previous, body));
  const proof = path.map(bytesOf);
  return includes({ index: revision - 1, size, leaf, proof, root })
    ? right({ kind: 'inclusion', origin, size, revision })
    : refused(
        `fact ${revision} is not, or not as it stands here, among the ${size} that were signed`,
      );
};

const checkConsistency = (
  { path, earlier }: Extract<Proof, { readonly kind: 'consistency' }>,
  second: TreeHead,
  key: VerifyingKey,
): Either<ProofRefused, Proven> => {
  const first = headOf(earlier, 'earlier checkpoint', key);
  if (isLeft(first)) return first;
  const { origin, size } = second;
  const revision = first.right.size;
  return beginsWith({ first: first.right, second, proof: path.map(bytesOf) })
    ? right({ kind: 'consistency', origin, size, revision })
    : refused(
        `the ${size} facts that were signed do not begin with the ${revision} that were signed before`,
      );
};

const refused = (problem: string): Either<ProofRefused, never> =>
  left({ _tag: 'ProofRefused', problem });
