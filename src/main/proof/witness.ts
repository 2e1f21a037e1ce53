import type { InputFault } from '../../../adapters/ports/scenario.ts';
import {
  notesIn,
  signedHead,
  type SigningKey,
  signingKeyOf,
  type VerifyingKey,
  verifyingKeyOf,
} from '../../../adapters/signed-notes/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { TreeHead } from '../../../domain/foundation/tree-head.ts';
import { readTextFile } from '../config/read-file.ts';
import { refusedFile } from '../config/refusal.ts';

const keyBytesMax = 4096;
const witnessBytesMax = 64 * 1024 * 1024;

/** A head with the note that it was read from. */
export interface Witnessed {
  readonly head: TreeHead;
  readonly note: string;
}

/** Reads the key that signs; a file that others than its owner can read is refused. */
export const readSigningKey = async (path: string): Promise<Either<InputFault, SigningKey>> => {
  const read = await readTextFile({ path, what: 'a signing key', bytesMax: keyBytesMax });
  if (isLeft(read)) return read;
  const { text, mode } = read.right;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return refusedFile(path, {
      problem: `others than its owner can use the signing key (mode ${mode.toString(8)})`,
      remedy: `chmod 600 ${path}`,
    });
  }
  const key = signingKeyOf(text);
  return isLeft(key) ? refusedKey(path, key.left.problem) : key;
};

/** Reads the key that verifies. */
export const readVerifyingKey = async (path: string): Promise<Either<InputFault, VerifyingKey>> => {
  const read = await readTextFile({ path, what: 'a verifying key', bytesMax: keyBytesMax });
  if (isLeft(read)) return read;
  const key = verifyingKeyOf(read.right.text);
  return isLeft(key) ? refusedKey(path, key.left.problem) : key;
};

const refusedKey = (path: string, problem: string): Either<InputFault, never> =>
  refusedFile(path, {
    problem: `it holds no key: ${problem}`,
    remedy: 'berth ledger keygen makes a pair',
  });

/** Reads all heads of a witness file; one note that its key has not signed makes the whole file nothing to go by. */
export const readWitness = async (
  path: string,
  key: VerifyingKey,
): Promise<Either<InputFault, readonly Witnessed[]>> => {
  const read = await readTextFile({ path, what: 'signed checkpoints', bytesMax: witnessBytesMax });
  return isLeft(read) ? read : witnessedIn(path, read.right.text, key);
};

const witnessedIn = (
  path: string,
  text: string,
  key: VerifyingKey,
): Either<InputFault, readonly Witnessed[]> => {
  const found: Witnessed[] = [];
  for (const [place, note] of notesIn(text).entries()) {
    const head = signedHead(note, key);
    if (isLeft(head)) {
      return refusedFile(path, {
        problem: `checkpoint ${place + 1} is not to be trusted: ${head.left.problem}`,
        remedy: 'name the key that belongs to it; if it does, keep the file as evidence',
      });
    }
    found.push({ head: head.right, note });
  }
  return found.length > 0
    ? right(found)
    : refusedFile(path, {
        problem: 'it holds no signed checkpoint',
        remedy: 'berth ledger checkpoint writes one',
      });
};
