import { type AnyFault, exitCodes, failureOf, textOfFailure } from './failures.ts';
import { type Terminal, write } from './terminal.ts';

/** Says on stderr why a command about a file has no answer; answers the exit code. */
export const complain = async (
  terminal: Terminal,
  fault: AnyFault,
  file?: string,
): Promise<number> => {
  const failure = failureOf(fault, file);
  await write(terminal.stderr, textOfFailure(failure));
  return failure.exitCode;
};

/** Says on stderr what is wrong with the command line; answers the exit code. */
export const refuse = async (terminal: Terminal, problem: string): Promise<number> => {
  await write(terminal.stderr, problem);
  return exitCodes.usage;
};

/** Whether a format is one of those a command knows; the sentence to print where it is not. */
export const formatProblem = (format: string, known: readonly string[]): string | undefined =>
  known.includes(format)
    ? undefined
    : `error: unknown output format '${format}'\n  at: -o\n  remedy: use -o ${known.join(', -o ')}\n`;
