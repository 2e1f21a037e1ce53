import { Writable } from 'node:stream';
import { runCommand } from '../../../src/cli/index.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { type Site, stopper } from './site.ts';

/** Runs a command that goes on, and shows what it has said so far. */
export const going = (here: Site, abilities: Partial<Terminal>, ...args: readonly string[]) => {
  const [said, complained] = [listener(), listener()];
  const stop = stopper();
  const terminal: Terminal = {
    stdout: said.stream,
    stderr: complained.stream,
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: { BERTH_SERVER: here.url },
    input: async () => '',
    stopped: stop.signal,
    ...abilities,
  };
  const exitCode = runCommand(args, terminal);
  return { said: said.text, complained: complained.text, exitCode, stop: () => stop.abort() };
};

const listener = () => {
  let heard = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, next) => {
      heard += chunk.toString();
      next();
    },
  });
  return { stream, text: () => heard };
};
