import { closestTo } from '../../domain/foundation/closest.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { complain, fail, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { contextsPath } from './remote/contexts.ts';
import { type ContextsFile, readContexts } from './remote/contexts-read.ts';
import { type ContextChange, writeContexts } from './remote/contexts-write.ts';
import type { Terminal } from './terminal.ts';

/** What is wrong with a command line about contexts, as the text to print. */
export const wrong = (what: string, where: string, remedy: string): string =>
  `error: ${what}\n  at: ${where}\n  remedy: ${remedy}\n`;

/** The file of contexts and where it is. */
export interface Place {
  readonly file: ContextsFile;
  readonly path: string;
}

/** Reads the file of contexts and uses it. */
export const withFile = async (
  terminal: Terminal,
  use: (place: Place) => Promise<number>,
): Promise<number> => {
  const path = contextsPath(terminal);
  if (path === undefined) {
    const remedy = 'set HOME or XDG_CONFIG_HOME';
    return refuse(terminal, wrong('there is no place to keep contexts', 'HOME', remedy));
  }
  const file = await readContexts(path);
  return isLeft(file) ? complain(terminal, file.left) : use({ file: file.right, path });
};

/** Changes the file of contexts; answers the exit code. */
export const change = async (
  terminal: Terminal,
  { file, path }: Place,
  changes: readonly ContextChange[],
): Promise<number> => {
  const problem = await writeContexts(path, file.document, changes);
  if (problem === undefined) return exitCodes.ok;
  return fail(terminal, {
    what: `the file of contexts cannot be written: ${problem}`,
    where: path,
    remedy: 'mend the rights of its folder',
    exitCode: exitCodes.failure,
  });
};

/** Says that there is no such context, and which there are. */
export const unknownContext = (
  terminal: Terminal,
  { file, path }: Place,
  name: string,
): Promise<number> => {
  const known = [...file.contexts.keys()];
  const close = closestTo(name, known);
  const all = known.length === 0 ? 'there are none yet' : `known are ${known.join(', ')}`;
  return fail(terminal, {
    what: `there is no context '${name}'`,
    where: path,
    remedy: close.length === 0 ? all : `did you mean ${close.join(' or ')}?`,
    exitCode: exitCodes.notFound,
  });
};
