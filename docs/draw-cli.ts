import { readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { Command, Option } from 'commander';
import { createProgram } from '../src/cli/program.ts';

const begin = '<!-- commands: written by `node docs/draw-cli.ts` -->';
const end = '<!-- end of commands -->';

const page = new URL('CLI.md', import.meta.url);

/** The manual with its reference made anew from the commands; its other words stay. */
export const drawCommands = (text: string): string => {
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  const sections = merged(shownCommands(program(), '')).map(sectionOf);
  return `${before}${begin}\n\n${sections.join('\n\n')}\n\n${end}${after}`;
};

const program = (): Command => {
  const nowhere = new Writable({ write: (_chunk, _encoding, next) => next() });
  const terminal = {
    stdout: nowhere,
    stderr: nowhere,
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: {},
    input: () => Promise.resolve(''),
  };
  return createProgram(terminal, { code: 0 });
};

/** A command that does something, with all that can be said on its line. */
interface Shown {
  /** `training list`. */
  readonly words: string;
  readonly usage: string;
  readonly says: string;
  readonly rows: readonly (readonly [string, string])[];
  /** Whether it speaks with a server. */
  readonly isRemote: boolean;
}

const shownCommands = (command: Command, above: string): readonly Shown[] => {
  const help = command.createHelp();
  const subs = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  if (subs.length === 0) return [shownOf(command, above)];
  return subs.flatMap((one) => shownCommands(one, `${above} ${one.name()}`.trim()));
};

const shownOf = (command: Command, words: string): Shown => {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const own = options.filter(({ helpGroupHeading }) => helpGroupHeading !== 'Server:');
  const usage = command.usage().replace('[options]', '').trim();
  const aliases = command.aliases();
  const alias = aliases.length === 0 ? '' : ` Also \`${aliases.join('`, `')}\`.`;
  return {
    words,
    usage,
    says: `${command.description()}${alias}`,
    rows: [
      ...help
        .visibleArguments(command)
        .map((one) => [`\`${help.argumentTerm(one)}\``, one.description] as const),
      ...own.map((option) => [`\`${option.flags}\``, meaningOf(option)] as const),
    ],
    isRemote: own.length < options.length,
  };
};

const meaningOf = ({ description, defaultValue }: Option): string =>
  defaultValue === undefined || typeof defaultValue === 'boolean'
    ? description
    : `${description}; \`${String(defaultValue)}\` unless said`;

/** Commands that differ in their noun alone stand together: `training|workspace list`. */
const merged = (shown: readonly Shown[]): readonly Shown[] => {
  const groups = Map.groupBy(shown, signatureOf);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const nouns = group.map(({ words }) => words.split(' ')[0] ?? '');
    return [{ ...first, words: first.words.replace(/^\S+/, nouns.join('|')) }];
  });
};

const signatureOf = ({ words, usage, rows, isRemote }: Shown): string => {
  const [, ...verb] = words.split(' ');
  const named = verb.length === 0 ? words : verb.join(' ');
  return JSON.stringify([named, usage, rows, isRemote]);
};

const sectionOf = ({ words, usage, says, rows, isRemote }: Shown): string => {
  const line = `### \`berth ${words}${usage === '' ? '' : ` ${usage}`}\``;
  const remote = isRemote ? ' Takes the flags that choose a server.' : '';
  const table = rows.length === 0 ? [] : [tableOf(rows)];
  return [line, `${says}${remote}`, ...table].join('\n\n');
};

/** Padded as Prettier pads, so that a formatter leaves the page alone. */
const tableOf = (shown: Shown['rows']): string => {
  const rows = [['argument or flag', 'meaning'] as const, ...shown].map((row) =>
    row.map((cell) => cell.replaceAll('|', '\\|')),
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    lineOf(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  const rule = lineOf(widths.map((width) => '-'.repeat(width)));
  return [...padded.slice(0, 1), rule, ...padded.slice(1)].join('\n');
};

if (import.meta.main) writeFileSync(page, drawCommands(readFileSync(page, 'utf8')));
