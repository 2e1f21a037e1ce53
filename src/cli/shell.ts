import { type Command, type HelpConfiguration, InvalidArgumentError } from 'commander';
import { type Example, textOfExamples } from './examples.ts';
import type { Terminal } from './terminal.ts';

/** Where a command leaves its exit code. */
export interface Outcome {
  code: number;
}

/** What a command needs to run; the command itself is loaded only when it is asked for. */
export interface Shell {
  readonly terminal: Terminal;
  readonly outcome: Outcome;
}

/** Gives a command what all commands have: examples first, suggestions, and our terminal. */
export const base = (command: Command, { terminal }: Shell, shown: readonly Example[]): Command =>
  command
    .exitOverride()
    .showHelpAfterError('(add --help for usage)')
    .configureHelp(helpStyle)
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.width ?? 100, 100),
      getErrHelpWidth: () => Math.min(terminal.width ?? 100, 100),
      getOutHasColors: () => terminal.isColoured,
      getErrHasColors: () => terminal.isColoured,
      outputError: (text, put) => put(text),
    })
    .addHelpText('before', textOfExamples(shown));

const helpStyle: HelpConfiguration = { sortSubcommands: false, showGlobalOptions: false };

/** Reads a number of things from the command line. */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number, 0 or more.');
  }
  return value;
};

/** Reads a factor from the command line. */
export const positive = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || !(value > 0)) {
    throw new InvalidArgumentError('expected a number above 0, such as 1.3.');
  }
  return value;
};
