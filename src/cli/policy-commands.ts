import type { Command } from 'commander';
import type { Example } from './examples.ts';
import { base, type Shell } from './shell.ts';

const shown: readonly Example[] = [
  ['berth policy show > site.yaml', 'the rules of this program, each with what it is for'],
  ['berth policy show site.yaml', 'what a file comes to, and the version it goes by'],
];
const validated: readonly Example[] = [
  ['berth policy validate site.yaml', 'judge a file; exit 2 where something is wrong in it'],
];

/** Adds `berth policy show` and `berth policy validate`. */
export const addPolicy = (program: Command, shell: Shell): void => {
  const policy = base(program.command('policy'), shell, [...shown, ...validated]).description(
    'Look at the rules that the kernel decides by.',
  );
  base(policy.command('show [file]'), shell, shown)
    .description('Print rules in full: those of a file, or of this program.')
    .option('-o, --output <format>', 'yaml or json', 'yaml')
    .action(async (file: string | undefined, options) => {
      const { showPolicy } = await import('./policy.ts');
      shell.outcome.code = await showPolicy(shell.terminal, { file, ...options });
    });
  base(policy.command('validate <file>'), shell, validated)
    .description('Judge a file of rules, every key and every value.')
    .action(async (file: string) => {
      const { validatePolicy } = await import('./policy.ts');
      shell.outcome.code = await validatePolicy(shell.terminal, file);
    });
};
