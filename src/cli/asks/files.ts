import { readFile } from 'node:fs/promises';
import { exitCodes, type Failure } from '../exit-codes.ts';
import { readManifests } from '../manifest/read.ts';
import type { Manifest } from '../manifest/wish.ts';
import type { Terminal } from '../terminal.ts';

/** Reads the documents of files, `-` being stdin; with everything that is wrong with any of them. */
export const readFiles = async (
  terminal: Terminal,
  files: readonly string[],
): Promise<{ readonly manifests: readonly Manifest[]; readonly failures: readonly Failure[] }> => {
  const manifests: Manifest[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    const text = await textOf(terminal, file);
    if (typeof text !== 'string') failures.push(text);
    else {
      const read = readManifests(file === '-' ? 'stdin' : file, text);
      manifests.push(...read.manifests);
      failures.push(...read.failures);
    }
  }
  if (manifests.length === 0 && failures.length === 0) {
    failures.push({
      what: 'there is no document in it',
      where: files.join(', '),
      remedy: 'write apiVersion, kind, metadata and spec; docs/CLI.md has examples',
      exitCode: exitCodes.usage,
    });
  }
  return { manifests, failures };
};

const textOf = async (terminal: Terminal, file: string): Promise<string | Failure> => {
  try {
    return file === '-' ? await terminal.input() : await readFile(file, 'utf8');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      what: `the file cannot be read: ${cause}`,
      where: file,
      remedy: 'name a file, or - for stdin',
      exitCode: exitCodes.usage,
    };
  }
};

/** Several failures as one that says them all. */
export const allOf = ([first, ...more]: readonly Failure[]): Failure | undefined =>
  first === undefined ? undefined : { ...first, more };
