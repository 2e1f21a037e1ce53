import { type Command, Option } from 'commander';
import { examples } from './examples.ts';
import { base, positive, type Shell, wholeNumber } from './shell.ts';

const policySays = 'rules of your own (YAML or JSON); else those of this program';

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
    .option('--policy <file>', policySays)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options) => {
      const { simDemo } = await import('./sim.ts');
      shell.outcome.code = await simDemo(shell.terminal, options);
    });
};

const addRun = (sim: Command, shell: Shell): void => {
  base(sim.command('run'), shell, examples['sim run'])
    .description('Play a scenario of your own, or a public trace, into a ledger.')
    .addOption(ownScenario())
    .option('--trace <name>', 'openb or philly')
    .option('--jobs <file>', 'the jobs of the trace (CSV)')
    .option('--nodes <file|shape>', 'its nodes (CSV), or a shape such as 70x8')
    .option('--queues <file>', 'nodes per virtual cluster (CSV), philly only')
    .option('--teams <file>', 'teams of your own on its nodes (JSON), openb only')
    .option('--quota-scale <factor>', 'multiplies the quotas, philly only', positive, 1)
    .option('--load <factor>', 'sample jobs until this share of the GPUs is asked for', positive)
    .option('--no-departures', 'nobody leaves: jobs arrive one second apart and stay')
    .option('--seed <number>', 'of the sample and of the simulated cluster', wholeNumber, 42)
    .option('--policy <file>', policySays)
    .option('--ledger <file>', 'where the ledger goes')
    .option('--overwrite', 'begin the ledger anew where there is one', false)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (options, run: Command) => {
      demandInput(options, run);
      const { simRun } = await import('./sim.ts');
      shell.outcome.code = await simRun(shell.terminal, options);
    });
};

const ofTraces = ['trace', 'jobs', 'nodes', 'queues', 'teams', 'quotaScale', 'load', 'departures'];

const ownScenario = (): Option =>
  new Option('--scenario <file>', 'a scenario of your own (JSON)').conflicts(ofTraces);

/** Demands one thing to play and all that it needs; commander itself knows no options that others need. */
const demandInput = (options: Readonly<Record<string, unknown>>, run: Command): void => {
  const isOwn = options['scenario'] !== undefined;
  if (!isOwn && options['trace'] === undefined) {
    run.error("error: say what to play: '--scenario <file>' or '--trace <name>'");
  }
  const needed = isOwn ? ['ledger'] : ['jobs', 'nodes', 'ledger'];
  const missing = needed.find((key) => options[key] === undefined);
  if (missing === undefined) return;
  const flags = run.options.find((option) => option.attributeName() === missing)?.flags;
  run.error(`error: required option '${flags}' not specified`);
};
