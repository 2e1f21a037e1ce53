import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { signHead, type VerifyingKey } from '../../../adapters/signed-notes/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { TreeHead } from '../../../domain/foundation/tree-head.ts';
import { refusedFile } from '../config/refusal.ts';
import { withLedger } from '../ledger-file.ts';
import { compareTree, type LedgerDiffers } from './compare.ts';
import type { LedgerBegun, OnLeaves } from './leaves.ts';
import { readSigningKey, readVerifyingKey, readWitness, type Witnessed } from './witness.ts';

/** What can keep a ledger from being signed, or from being what was signed. */
export type SealFault = LogFault | InputFault | LedgerBegun | LedgerDiffers;

/** Which key signs, and which file keeps what it has signed. */
export interface SealOptions {
  readonly keyFile: string;
  readonly witnessFile?: string;
}

/**
 * Signs the head of a ledger, after it was found to begin as every checkpoint of the witness file says; adds the new
 * checkpoint to that file.
 *
 * The same head signed twice is the same note, and stands in the file once.
 */
export const sealLedger = async (
  path: string,
  { keyFile, witnessFile }: SealOptions,
  onLeaves: OnLeaves,
): Promise<Either<SealFault, Witnessed>> => {
  const key = await readSigningKey(keyFile);
  if (isLeft(key)) return key;
  const known = await knownIn(witnessFile, key.right);
  if (isLeft(known)) return known;
  const heads = known.right.map(({ head }) => head);
  const tree = await withLedger<
    SealFault,
    { readonly revisions: number; readonly root: Uint8Array }
  >(path, 'read', (log) => compareTree(log, heads, onLeaves));
  if (isLeft(tree)) return tree;
  const { revisions: size, root } = tree.right;
  const head: TreeHead = { origin: key.right.name, size, root };
  const note = signHead(head, key.right);
  const isNew = known.right.every((one) => one.head.size !== size);
  return witnessFile === undefined || !isNew
    ? right({ head, note })
    : keepNote(witnessFile, { head, note });
};

/** The checkpoints of a witness file; one that is not there yet knows nothing. */
export const knownIn = async (
  file: string | undefined,
  key: VerifyingKey,
): Promise<Either<InputFault, readonly Witnessed[]>> =>
  file === undefined || !existsSync(file) ? right([]) : readWitness(file, key);

/** Adds a checkpoint behind the others, on disk before it is told. */
export const keepNote = async (
  file: string,
  witnessed: Witnessed,
): Promise<Either<InputFault, Witnessed>> => {
  try {
    const handle = await open(file, 'a');
    try {
      const { size } = await handle.stat();
      await handle.appendFile(size === 0 ? witnessed.note : `\n${witnessed.note}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return right(witnessed);
  } catch (error) {
    const problem = `the checkpoint cannot be kept: ${error instanceof Error ? error.message : String(error)}`;
    return refusedFile(file, { problem, remedy: 'name a file that can be written' });
  }
};

/** Which checkpoints a ledger is held against, and whose they are. */
export interface AgainstOptions {
  readonly witnessFile: string;
  readonly verifierFile: string;
}

/** What a ledger was found to agree with. */
export interface Agreed {
  readonly checkpoints: number;
  /** The largest that was signed. */
  readonly signedUpTo: number;
}

/** Holds a ledger against every checkpoint of a witness file. Needs nothing but the three files. */
export const verifyAgainst = async (
  path: string,
  { witnessFile, verifierFile }: AgainstOptions,
  onLeaves: OnLeaves,
): Promise<Either<SealFault, Agreed>> => {
  const key = await readVerifyingKey(verifierFile);
  if (isLeft(key)) return key;
  const known = await readWitness(witnessFile, key.right);
  if (isLeft(known)) return known;
  const heads = known.right.map(({ head }) => head);
  const compared = await withLedger<SealFault, unknown>(path, 'read', (log) =>
    compareTree(log, heads, onLeaves),
  );
  if (isLeft(compared)) return compared;
  const signedUpTo = Math.max(...heads.map(({ size }) => size));
  return right({ checkpoints: heads.length, signedUpTo });
};
