import { type Command, Option } from 'commander';
import type { Example } from './examples.ts';
import { base, type Shell } from './shell.ts';

const upExamples: readonly Example[] = [
  ['berth up', 'run on .berth/live.db with a simulated cluster of 64 nodes × 8 GPUs'],
  ['berth up --nodes 16x8 --seed 7 --listen 127.0.0.1:0', 'a smaller site, at any free port'],
  ['berth up --cluster none --ledger /var/lib/berth/site.db', 'without a simulated cluster'],
  ['berth up --policy site.yaml', 'by rules of your own; `berth policy show` prints them all'],
  [
    'berth up --sign-key site.key --witness /mnt/elsewhere/site.witness',
    'sign the ledger as it grows',
  ],
  ['berth up --config berth.yaml', 'with a file; docs/CONFIGURATION.md lists every key'],
];

const configExamples: readonly Example[] = [
  ['berth config show', 'what `berth up` would run with, and where each value comes from'],
  ['berth config show --config berth.yaml -o json', 'the same with a file, for a script'],
  ['berth config check berth.yaml', 'judge a file; exit 2 where something is wrong in it'],
];

/** Adds `berth up`. */
export const addUp = (program: Command, shell: Shell): void => {
  const up = base(program.command('up'), shell, upExamples).description(
    'Run Berth: a ledger, the kernel, a cluster, and HTTP before them.',
  );
  withSettings(up).action(async (options) => {
    const { upCommand } = await import('./up/up.ts');
    shell.outcome.code = await upCommand(shell.terminal, options);
  });
};

/** Adds `berth config show` and `berth config check`. */
export const addConfig = (program: Command, shell: Shell): void => {
  const config = base(program.command('config'), shell, configExamples).description(
    'Look at the settings of `berth up`.',
  );
  const show = base(config.command('show'), shell, configExamples.slice(0, 2)).description(
    'Print every setting with its value and where that comes from; passwords are left out.',
  );
  withSettings(show)
    .option('-o, --output <format>', 'yaml or json', 'yaml')
    .action(async (options) => {
      const { showConfig } = await import('./up/config.ts');
      shell.outcome.code = await showConfig(shell.terminal, options);
    });
  base(config.command('check <file>'), shell, configExamples.slice(2))
    .description('Judge a configuration file, every key and every value.')
    .action(async (file) => {
      const { checkConfig } = await import('./up/config.ts');
      shell.outcome.code = await checkConfig(shell.terminal, file);
    });
};

/** What can be set; read as texts, and judged together with the file and the environment. */
const withSettings = (command: Command): Command =>
  command
    .option('--config <file>', 'a file of settings (YAML)')
    .option('--ledger <place>', 'a file, nats://HOST:PORT/NAME or esdb://HOST:PORT/NAME')
    .option('--listen <host:port>', 'where HTTP is served; port 0 takes any that is free')
    .option('--token-file <file>', 'who may ask: lines of actor:token')
    .addOption(new Option('--protect', 'seal what submissions say that may be secret'))
    .option('--policy <file>', 'the rules from now on; default: those of this program')
    .option('--cluster <kind>', 'sim or none')
    .option('--nodes <shape>', 'of the simulated cluster, such as 64x8')
    .option('--seed <number>', 'of the simulated cluster and its work')
    .option('--sign-key <file>', 'signs checkpoints of the ledger; with --witness')
    .option('--witness <file>', 'where they are added, and what the ledger is held against')
    .option('--log-format <format>', 'text or json')
    .option('--log-level <level>', 'debug, info, warn or error')
    .addOption(new Option('--quiet', 'print the address and what goes wrong, and no summary'));
