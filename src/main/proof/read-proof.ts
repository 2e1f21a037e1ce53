import type { InputFault } from '../../../adapters/ports/scenario.ts';
import {
  checkProof,
  isProof,
  type Proof,
  type ProofRefused,
  type Proven,
} from '../../../adapters/signed-notes/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { readTextFile } from '../config/read-file.ts';
import { refusedFile } from '../config/refusal.ts';
import { readVerifyingKey } from './witness.ts';

export type { ProofRefused, Proven } from '../../../adapters/signed-notes/index.ts';

const proofBytesMax = 16 * 1024 * 1024;

/** Reads a proof and checks it by the key alone. */
export const checkProofFile = async (
  path: string,
  verifierFile: string,
): Promise<Either<InputFault | ProofRefused, Proven>> => {
  const key = await readVerifyingKey(verifierFile);
  if (isLeft(key)) return key;
  const proof = await readProof(path);
  return isLeft(proof) ? proof : checkProof(proof.right, key.right);
};

const readProof = async (path: string): Promise<Either<InputFault, Proof>> => {
  const read = await readTextFile({ path, what: 'a proof', bytesMax: proofBytesMax });
  if (isLeft(read)) return read;
  const value = jsonOf(read.right.text);
  return isProof(value)
    ? right(value)
    : refusedFile(path, {
        problem: 'it is no proof',
        remedy: 'name a file that `berth ledger prove` has written',
      });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
