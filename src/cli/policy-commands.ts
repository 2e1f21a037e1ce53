import type { Command } from 'commander';
import type { Example } from './examples.ts';
import { momentOption, serverOptions, writeOptions } from './server-options.ts';
import { base, type Shell } from './shell.ts';

const shown: readonly Example[] = [
  ['berth policy show > site.yaml', 'the rules of this program, each with what it is for'],
  ['berth policy show site.yaml', 'what a file comes to, and the version it goes by'],
];
const validated: readonly Example[] = [
  ['berth policy validate site.yaml', 'judge a file; exit 2 where something is wrong in it'],
];

const current: readonly Example[] = [
  ['berth policy current', 'what a server decides by'],
  ['berth policy current -o json', 'the same, for programs'],
];
const adopted: readonly Example[] = [
  ['berth policy adopt site.yaml', 'decide by these rules from now on'],
  ['berth policy adopt site.yaml --dry-run=server', 'would they be taken?'],
  ['berth policy adopt default', 'go back to the rules of the program'],
];

/** Adds `berth policy show`, `validate`, `current` and `adopt`. */
export const addPolicy = (program: Command, shell: Shell): void => {
  const policy = base(program.command('policy'), shell, [...shown, ...adopted]).description(
    'Look at the rules that the kernel decides by, and choose them.',
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
  addAdoption(policy, shell);
};

const addAdoption = (policy: Command, shell: Shell): void => {
  const now = base(policy.command('current'), shell, current).description(
    'Print the rules that a server decides by.',
  );
  serverOptions(
    now.option('-o, --output <format>', 'yaml or json', 'yaml').addOption(momentOption()),
  ).action(async (options) => {
    const { currentPolicy } = await import('./asks/adopt-policy.ts');
    shell.outcome.code = await currentPolicy(shell.terminal, options);
  });
  const adopt = base(policy.command('adopt'), shell, adopted)
    .description('Let a server decide by the rules of a file from now on.')
    .argument('<file>', 'rules (YAML or JSON); default for those of this program');
  writeOptions(adopt).action(async (file: string, options) => {
    const { adoptPolicy } = await import('./asks/adopt-policy.ts');
    shell.outcome.code = await adoptPolicy(shell.terminal, { ...options, file });
  });
};
