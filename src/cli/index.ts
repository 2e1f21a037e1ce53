import { exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { processTerminal, type Terminal, write } from './terminal.ts';

/** Runs one command line and leaves its exit code with the process. */
export const main = async (args: readonly string[]): Promise<void> => {
  process.stdout.on('error', leaveQuietly);
  process.exitCode = await runCommand(args, processTerminal());
};

/** Runs one command line on a terminal and answers its exit code. */
export const runCommand = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const outcome: { code: number } = { code: exitCodes.ok };
  const program = createProgram(terminal, outcome);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return codeOf(error, terminal);
  }
  return outcome.code;
};

const codeOf = async (error: unknown, terminal: Terminal): Promise<number> => {
  if (isCommanderError(error)) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await write(
    terminal.stderr,
    `defect: ${text}\n  remedy: check the ledger with \`berth ledger verify\`; where it is in order this is a bug in berth: report it with the command\n`,
  );
  return exitCodes.failure;
};

const isCommanderError = (error: unknown): error is { readonly exitCode: number } =>
  error instanceof Error &&
  'exitCode' in error &&
  'code' in error &&
  String(error.code).startsWith('commander.');

/** A reader that closes the pipe early, such as `head`, is no failure. */
const leaveQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
};
