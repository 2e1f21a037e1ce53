import type { Command } from 'commander';
import { examples } from './examples.ts';
import { sourceOptions } from './noun-commands.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth why`. */
export const addWhy = (program: Command, shell: Shell): void => {
  const why = base(program.command('why'), shell, examples.why)
    .description(
      'Say why something is as it is: a tree from the outcome to its causes, with the numbers of then.',
    )
    .argument('<subject>', 'workload/ID, node/ID, queue/ID, or an id alone')
    .option('-o, --output <format>', 'text, json or markdown', 'text');
  sourceOptions(why).action(async (subject: string, options) => {
    const { whyCommand } = await import('./why.ts');
    shell.outcome.code = await whyCommand(shell.terminal, { subject, ...options });
  });
};
