import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth completion SHELL`, and what the shells ask while somebody types. */
export const addCompletion = (program: Command, shell: Shell): void => {
  base(program.command('completion'), shell, examples.completion)
    .description('Print what makes a shell complete commands, flags, projects, queues, workloads.')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (name: string) => {
      const { completionScript } = await import('./completion/script.ts');
      shell.outcome.code = await completionScript(shell.terminal, name);
    });
  base(program.command('complete', { hidden: true }), shell, examples.complete)
    .description('Answer a shell what the words so far may go on with.')
    .argument('[words...]', 'what stands behind --')
    .action(async (words: readonly string[]) => {
      const { complete } = await import('./completion/complete.ts');
      shell.outcome.code = await complete(shell.terminal, program, words);
    });
};
