import type { Command } from 'commander';
import { examples } from './examples.ts';
import { placeOptions } from './noun-commands.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth whatif`. */
export const addWhatIf = (program: Command, shell: Shell): void => {
  const whatIf = base(program.command('whatif'), shell, examples.whatif)
    .description('Say what would have been, had something been otherwise from a moment on.')
    .requiredOption('--at <moment>', 'fork after this revision, at this time, or so long ago (-2h)')
    .option('--patch <file>', 'what is to be otherwise; nothing where it is left out')
    .option('--until <moment>', 'tell up to here; up to the last fact where left out')
    .option('-o, --output <format>', 'text or json', 'text');
  placeOptions(whatIf).action(async (options) => {
    const { whatIfCommand } = await import('./whatif/whatif.ts');
    shell.outcome.code = await whatIfCommand(shell.terminal, options);
  });
};
