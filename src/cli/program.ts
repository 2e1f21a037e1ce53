import { Command, type HelpConfiguration, InvalidArgumentError } from 'commander';
import { type Example, examples, nounExamples, textOfExamples } from './examples.ts';
import { type Noun, nouns } from './nouns.ts';
import type { Terminal } from './terminal.ts';

/** Where a command leaves its exit code. */
export interface Outcome {
  code: number;
}

/** What a command needs to run; the command itself is loaded only when it is asked for. */
interface Shell {
  readonly terminal: Terminal;
  readonly outcome: Outcome;
}

/** Makes the tree of commands. Nothing but commander is loaded until a command runs. */
export const createProgram = (terminal: Terminal, outcome: Outcome): Command => {
  const shell = { terminal, outcome };
  const program = base(new Command('berth'), shell, examples.berth)
    .description('The event-sourced brain of GPU clusters.')
    .version('0.1.0', '-V, --version', 'print the version');
  addSim(program, shell);
  addLedger(program, shell);
  addReplay(program, shell);
  for (const noun of nouns) addNoun(program, noun, shell);
  return program;
};

const base = (command: Command, { terminal }: Shell, shown: readonly Example[]): Command =>
  command
    .exitOverride()
    .showHelpAfterError('(add --help for usage)')
    .configureHelp(helpStyle)
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.width ?? 100, 100),
      getErrHelpWidth: () => Math.min(terminal.width ?? 100, 100),
      getOutHasColors: () => terminal.isColoured,
      getErrHasColors: () => terminal.isColoured,
      outputError: (text, put) => put(text),
    })
    .addHelpText('before', textOfExamples(shown));

const helpStyle: HelpConfiguration = { sortSubcommands: false, showGlobalOptions: false };

const addSim = (program: Command, shell: Shell): void => {
  const sim = base(program.command('sim'), shell, examples.sim).description(
    'Play scenarios in virtual time.',
  );
  base(sim.command('demo'), shell, examples['sim demo'])
    .description('Play a bundled, seeded day of mixed work on 64 nodes × 8 GPUs.')
    .option('--ledger <file>', 'where the ledger goes', '.berth/demo.db')
    .option('--seed <number>', 'another seed gives another day', wholeNumber, 42)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options) => {
      const { simDemo } = await import('./sim.ts');
      shell.outcome.code = await simDemo(shell.terminal, options);
    });
  base(sim.command('run'), shell, examples['sim run'])
    .description('Play a public trace through the whole engine into a ledger.')
    .requiredOption('--trace <name>', 'openb or philly')
    .requiredOption('--jobs <file>', 'the jobs (CSV)')
    .requiredOption('--nodes <file|shape>', 'the nodes (CSV), or a shape such as 70x8')
    .option('--queues <file>', 'nodes per virtual cluster (CSV), philly only')
    .option('--quota-scale <factor>', 'multiplies the quotas, philly only', positive, 1)
    .option('--load <factor>', 'sample jobs until this share of the GPUs is asked for', positive)
    .option('--no-departures', 'nobody leaves: jobs arrive one second apart and stay')
    .option('--seed <number>', 'of the sample and of the simulated cluster', wholeNumber, 42)
    .requiredOption('--ledger <file>', 'where the ledger goes')
    .option('--overwrite', 'begin the ledger anew where there is one', false)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options) => {
      const { simRun } = await import('./sim.ts');
      shell.outcome.code = await simRun(shell.terminal, options);
    });
};

const addLedger = (program: Command, shell: Shell): void => {
  const ledger = base(program.command('ledger'), shell, examples.ledger).description(
    'Look into a ledger file.',
  );
  base(ledger.command('verify <file>'), shell, examples['ledger verify'])
    .description('Check all of a ledger: no gaps, every hash, every schema.')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, options) => {
      const { ledgerVerify } = await import('./ledger.ts');
      shell.outcome.code = await ledgerVerify(shell.terminal, { file, ...options });
    });
  base(ledger.command('stats <file>'), shell, examples['ledger stats'])
    .description('Say how much of what a ledger holds.')
    .option('-o, --output <format>', 'text, json or yaml', 'text')
    .action(async (file, options) => {
      const { ledgerStats } = await import('./ledger.ts');
      shell.outcome.code = await ledgerStats(shell.terminal, { file, ...options });
    });
  base(ledger.command('export <file>'), shell, examples['ledger export'])
    .description('Write every fact as one JSON line, in log order, to stdout.')
    .action(async (file) => {
      const { ledgerExport } = await import('./ledger.ts');
      shell.outcome.code = await ledgerExport(shell.terminal, { file });
    });
  base(ledger.command('show'), shell, examples['ledger show'])
    .description('Show one fact with its envelope, id and hash.')
    .argument('<file>', 'the ledger to read')
    .argument('<revision>', 'the number of the fact, from 1', wholeNumber)
    .option('-o, --output <format>', 'json or yaml', 'yaml')
    .action(async (file, revision, options) => {
      const { ledgerShow } = await import('./ledger.ts');
      shell.outcome.code = await ledgerShow(shell.terminal, { file, revision, ...options });
    });
};

const addReplay = (program: Command, shell: Shell): void => {
  base(program.command('replay <file>'), shell, examples.replay)
    .description('Fold a ledger from zero; with --verify recompute every decision.')
    .option('--verify', 'recompute every decision and compare', false)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, options) => {
      const { replayCommand } = await import('./replay.ts');
      shell.outcome.code = await replayCommand(shell.terminal, { file, ...options });
    });
};

const addNoun = (program: Command, noun: Noun, shell: Shell): void => {
  const shown = nounExamples(noun);
  const command = base(program.command(noun), shell, shown.list).description(
    `Read ${noun}s of a ledger.`,
  );
  const list = base(command.command('list'), shell, shown.list)
    .description(`List the ${noun}s.`)
    .requiredOption('--ledger <file>', 'the ledger to read')
    .option('-o, --output <format>', 'table, wide, name, json or yaml', 'table')
    .option('--no-headers', 'leave the header line out')
    .action(async (options) => {
      const { listNoun } = await import('./resources.ts');
      shell.outcome.code = await listNoun(shell.terminal, noun, options);
    });
  if (noun === 'workload') addFilters(list);
  base(command.command('describe <id>'), shell, shown.describe)
    .description(`Show all that is known of one ${noun}.`)
    .requiredOption('--ledger <file>', 'the ledger to read')
    .option('-o, --output <format>', 'text, json or yaml', 'text')
    .action(async (id, options) => {
      const { describeNoun } = await import('./resources.ts');
      shell.outcome.code = await describeNoun(shell.terminal, noun, { id, ...options });
    });
};

const addFilters = (list: Command): void => {
  list
    .option('--project <id>', 'only of this project; repeat it for more', oneMore)
    .option('--phase <phase>', 'only in this phase, such as Pending; repeat it for more', oneMore)
    .option('--queue <id>', 'only in this queue; repeat it for more', oneMore);
};

const oneMore = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number, 0 or more.');
  }
  return value;
};

const positive = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || !(value > 0)) {
    throw new InvalidArgumentError('expected a number above 0, such as 1.3.');
  }
  return value;
};
