import { type Failure, exitCodes, textOfFailure } from './exit-codes.ts';
import type { AnyFault } from './failures.ts';
import { type Terminal, write } from './terminal.ts';

/** Says on stderr why a command has no answer; answers the exit code. The words are loaded only for that. */
export const complain = async (
  terminal: Terminal,
  fault: AnyFault,
  file?: string,
): Promise<number> => {
  const { failureOfAny } = await import('./failures.ts');
  return fail(terminal, failureOfAny(fault, file));
};

/** Like `complain`, where a moment that nobody can read was typed elsewhere than behind `--at`. */
export const complainAt = async (
  terminal: Terminal,
  place: string,
  fault: AnyFault,
): Promise<number> => {
  const { failureOfAny } = await import('./failures.ts');
  return fail(terminal, { ...failureOfAny(fault), where: place });
};

/** Says a failure on stderr; answers its exit code. */
export const fail = async (terminal: Terminal, failure: Failure): Promise<number> => {
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
