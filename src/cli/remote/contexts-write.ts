import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Document } from 'yaml';

/** One member of the file to set, or to take away where there is no value. */
export interface ContextChange {
  readonly path: readonly string[];
  readonly value: string | undefined;
}

/**
 * Changes the file of contexts and keeps its comments; a text is what went wrong.
 *
 * It is replaced as a whole, and nobody but its owner can read it, for there may be tokens in it.
 */
export const writeContexts = async (
  path: string,
  document: Document,
  changes: readonly ContextChange[],
): Promise<string | undefined> => {
  for (const { path: keys, value } of changes) {
    if (value !== undefined) document.setIn(keys, value);
    else if (document.hasIn(keys)) document.deleteIn(keys);
  }
  const fresh = `${path}.${process.pid}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(fresh, document.toString({ lineWidth: 0 }), { mode: 0o600, flag: 'wx' });
    await chmod(fresh, 0o600);
    await rename(fresh, path);
    return undefined;
  } catch (error) {
    await rm(fresh, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
};
