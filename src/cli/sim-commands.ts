import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, positive, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth sim demo` and `berth sim run`. */
export const addSim = (program: Command, shell: Shell): void => {
  const sim = base(program.command('sim'), shell, examples.sim);
  sim.description('Play scenarios in virtual time.');
  addDemo(sim, shell);
  addRun(sim, shell);
};

const addDemo = (sim: Command, shell: Shell): void => {
  base(sim.command('demo'), shell, examples['sim demo'])
    .description('Play a bundled, seeded day of mixed work on 64 nodes × 8 GPUs.')
    .option('--ledger <file>', 'where the ledger goes', '.berth/demo.db')
    .option('--seed <number>', 'another seed gives another day', wholeNumber, 42)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options) => {
      const { simDemo } = await import('./sim.ts');
      shell.outcome.code = await simDemo(shell.terminal, options);
    });
};

const addRun = (sim: Command, shell: Shell): void => {
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
