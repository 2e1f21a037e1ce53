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
      outputError: (text, put) => put(withoutFarGuess(text)),
    })
    .addHelpText('before', textOfExamples(shown));

/** Leaves out a guess that has hardly a letter in its place: commander takes `--yaml` for what `--name` may have meant. */
const withoutFarGuess = (text: string): string => {
  const [whole, guessed = ''] = /\n\(Did you mean --([a-z-]+)\?\)/.exec(text) ?? [];
  const [, typed = ''] = /unknown option '--([^'=]*)/.exec(text) ?? [];
  const isNear = guessed.includes(typed) || typed[0] === guessed[0];
  return whole === undefined || isNear ? text : text.replace(whole, '');
};

const helpStyle: HelpConfiguration = { sortSubcommands: false, showGlobalOptions: false };

/** Reads a number of things from the command line. */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number, 0 or more.');
  }
  return value;
};

const durationForm =
  /^(?:(\d{1,6})d)?(?:(\d{1,8})h)?(?:(\d{1,9})m)?(?:(\d{1,10}(?:\.\d{1,3})?)s)?(?:(\d{1,12})ms)?$/;

/** Reads a duration from the command line, such as `90s`, `1h30m` or a number of seconds. @unit ms */
export const duration = (text: string): number => {
  const ms = durationOf(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('expected a duration such as 90s, 5m, 1h30m or 2d.');
};

/** The duration that a text is; `undefined` where it is none. @unit ms */
export const durationOf = (text: string): number | undefined => {
  const parts = /^\d{1,10}$/.test(text) ? durationForm.exec(`${text}s`) : durationForm.exec(text);
  if (text === '' || parts === null) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  return Math.round(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 + ms);
};

/** Gathers an option that may be given more than once. */
export const oneMore = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

/** Gathers an option that may be given more than once, or once with commas. */
export const someMore = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').filter((one) => one !== ''),
];

/** Reads a factor from the command line. */
export const positive = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || !(value > 0)) {
    throw new InvalidArgumentError('expected a number above 0, such as 1.3.');
  }
  return value;
};
