import { Writable } from 'node:stream';
import { runCommand } from '../../../src/cli/index.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

/** What a command left behind. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process on a terminal that keeps what is written. */
export const berth = (...args: readonly string[]): Promise<Answer> => berthOn({}, ...args);

/** The same on a terminal that can do something. */
export const berthOn = async (
  abilities: Partial<Omit<Terminal, 'stdout' | 'stderr'>>,
  ...args: readonly string[]
): Promise<Answer> => {
  const stdout = memory();
  const stderr = memory();
  const terminal = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: {},
    input: async () => '',
    ...abilities,
  };
  const exitCode = await runCommand(args, terminal);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
};

const memory = (): { readonly stream: Writable; readonly text: () => string } => {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
};
