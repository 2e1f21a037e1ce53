import { type Command, InvalidArgumentError } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth whatif`. */
export const addWhatIf = (program: Command, shell: Shell): void => {
  base(program.command('whatif'), shell, examples.whatif)
    .description('Say what would have been, had something been otherwise from a moment on.')
    .requiredOption('--ledger <file>', 'read this ledger file')
    .requiredOption('--at <moment>', 'fork after this revision, or at this instant', moment)
    .option('--patch <file>', 'what is to be otherwise; nothing where it is left out')
    .option('--until <moment>', 'tell up to here; up to the last fact where left out', moment)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options) => {
      const { whatIfCommand } = await import('./whatif/whatif.ts');
      shell.outcome.code = await whatIfCommand(shell.terminal, options);
    });
};

/** A revision, or an instant such as `2026-01-05T14:00:00Z`. */
const moment = (text: string): { readonly revision: number } | { readonly atMs: number } => {
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) };
  const atMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isSafeInteger(atMs)) return { atMs };
  throw new InvalidArgumentError(
    'expected a revision, or an instant such as 2026-01-05T14:00:00Z.',
  );
};
