import type { RootCommand } from '@bomb.sh/tab';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, write } from '../terminal.ts';
import { saidBy } from './said.ts';
import { spotOf } from './spot.ts';
import { valuesOf } from './values.ts';

/** What shells are told beside values: look for files, or for nothing. @source cobra's directives, as @bomb.sh/tab has them */
const directives = { files: ':0', nothing: ':4' } as const;

/** `berth complete -- WORDS`: tells a shell what the last word may become; never fails, never says why not. */
export const complete = async (
  terminal: Terminal,
  program: Command,
  words: readonly string[],
): Promise<number> => {
  const spot = spotOf(program, words);
  if (spot.wanted === 'file') {
    await write(terminal.stdout, `${directives.files}\n`);
  } else if (spot.wanted === undefined) {
    await write(terminal.stdout, await staticText(program, words));
  } else {
    const values = await valuesOf(terminal, spot.wanted, spot).catch(() => []);
    const lines = values.filter(isHarmless).map((value) => `${value}\t\n`);
    await write(terminal.stdout, `${lines.join('')}${directives.nothing}\n`);
  }
  return exitCodes.ok;
};

/** Shells put values on the command line as they are: nothing may be offered that a shell would run. */
const isHarmless = (value: string): boolean => /^[\w.:@/+-]{1,253}$/.test(value);

const staticText = async (program: Command, words: readonly string[]): Promise<string> => {
  const { RootCommand: Root } = await import('@bomb.sh/tab');
  const root = new Root();
  describe(program, '', root);
  return saidBy(() => root.parse([...words]));
};

/** Tells the library of a command, its flags and all commands below it. */
const describe = (command: Command, path: string, root: RootCommand): void => {
  const described = path === '' ? root : root.command(path, command.description());
  const shown = command.createHelp();
  for (const { long, short, description, required, optional } of shown.visibleOptions(command)) {
    const name = long?.slice(2);
    if (name === undefined) continue;
    const alias = short === undefined || short.startsWith('--') ? undefined : short.slice(1);
    if (required || optional) described.option(name, description, () => undefined, alias);
    else if (alias === undefined) described.option(name, description);
    else described.option(name, description, alias);
  }
  for (const sub of shown.visibleCommands(command)) {
    if (sub.name() !== 'help') describe(sub, `${path} ${sub.name()}`.trim(), root);
  }
};
