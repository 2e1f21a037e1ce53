import { writeFile } from 'node:fs/promises';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { createKeys } from '../../../adapters/signed-notes/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { refused, refusedFile } from '../config/refusal.ts';

/** Makes a pair of keys in two files, the first for its owner's eyes alone; answers the line that verifies. */
export const makeKeys = async (path: string, name: string): Promise<Either<InputFault, string>> => {
  const keys = createKeys(name);
  if (isLeft(keys)) {
    return refused({ _tag: 'Flag', flag: '--name' }, undefined, {
      problem: `it is no name: ${keys.left.problem}`,
      remedy: 'say a name such as berth.example/prod',
    });
  }
  const { signing, verifying } = keys.right;
  const kept = await writeNew(path, signing, 0o600);
  if (isLeft(kept)) return kept;
  const shown = await writeNew(`${path}.pub`, verifying, 0o644);
  return isLeft(shown) ? shown : right(verifying.trimEnd());
};

const writeNew = async (
  path: string,
  text: string,
  mode: number,
): Promise<Either<InputFault, void>> => {
  try {
    return right(await writeFile(path, text, { mode, flag: 'wx', flush: true }));
  } catch (error) {
    const problem = `the key cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    return refusedFile(path, { problem, remedy: 'name a file that does not exist yet' });
  }
};
