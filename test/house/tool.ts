import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from './tree.ts';

/** How a tool ended and what it said. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool of node_modules in a folder; a bad end is an answer, not an error. */
export const runTool = (
  name: string,
  args: readonly string[],
  cwd: string = root,
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(root, 'node_modules', '.bin', name), args, options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
