import type { Command } from 'commander';
import { examples } from './examples.ts';
import { placeOptions } from './noun-commands.ts';
import { base, oneMore, type Shell } from './shell.ts';

/** Adds `berth diff`. */
export const addDiff = (program: Command, shell: Shell): void => {
  const diff = base(program.command('diff'), shell, examples.diff)
    .description(
      'Say what is other at one moment than at an earlier one; exit 1 when something is.',
    )
    .argument(
      '<a>',
      'the moment to begin with: a revision, a time, or so long ago (behind --: -2h)',
    )
    .argument('<b>', 'the moment to end with')
    .option(
      '--subject <subject>',
      'only of this one, KIND/ID, or of one kind; repeat it for more',
      oneMore,
    )
    .option('-o, --output <format>', 'table or json', 'table');
  placeOptions(diff).action(async (from: string, to: string, options) => {
    const { diffCommand } = await import('./diff.ts');
    shell.outcome.code = await diffCommand(shell.terminal, { from, to, ...options });
  });
};
