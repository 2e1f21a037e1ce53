import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth vectors`. */
export const addVectors = (program: Command, shell: Shell): void => {
  base(program.command('vectors <file...>'), shell, examples.vectors)
    .description('Play tables of facts and expected decisions on the kernel; one JSON line a case.')
    .option(
      '--exceptions <file>',
      'cases that are answered otherwise on purpose, with reasons',
      'test/vectors/exceptions.json',
    )
    .action(async (files: readonly string[], options) => {
      const { vectors } = await import('./vectors.ts');
      shell.outcome.code = await vectors(shell.terminal, { files, ...options });
    });
};
