import type { Command } from 'commander';
import { addFrameworks } from './framework-commands.ts';
import { verbExamples } from './verb-examples.ts';
import { sourceOptions } from './noun-commands.ts';
import type { WorkloadNoun } from './nouns.ts';
import { trialOptions, writeOptions } from './server-options.ts';
import { base, duration, oneMore, type Shell, wholeNumber } from './shell.ts';
import { addSubmit } from './submit-commands.ts';

/** Adds the verbs on workloads to a noun of workloads. */
export const addWorkloadVerbs = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  if (noun === 'workload') addSubmitFiles(command, shell);
  else addSubmit(command, noun, shell);
  if (noun === 'training') addFrameworks(command, shell);
  addLogs(command, noun, shell);
  addStop(command, noun, shell);
  addResume(command, noun, shell);
  if (noun === 'inference') addScale(command, shell);
  addClone(command, noun, shell);
  addDelete(command, noun, shell);
};

const addSubmitFiles = (command: Command, shell: Shell): void => {
  const submit = base(command.command('submit'), shell, verbExamples('workload', 'submit'))
    .description('Ask for the workloads of a file; `berth TYPE submit --help` asks by flags.')
    .argument('[name]', 'none: a type submits by a name')
    .option('-f, --filename <file>', 'YAML or JSON; - is stdin; repeat it for more', oneMore)
    .option('-p, --project <id>', 'the project of those that name none');
  trialOptions(submit).action(async (name: string | undefined, options) => {
    if (name !== undefined || options.filename === undefined) {
      const { refuse } = await import('./complain.ts');
      const remedy = `berth training submit ${name ?? 'NAME'}, or another type; -f FILE for a file`;
      const what = 'error: a workload is submitted by its type, or from a file';
      const text = `${what}\n  at: workload submit\n  remedy: ${remedy}\n`;
      shell.outcome.code = await refuse(shell.terminal, text);
      return;
    }
    const { apply } = await import('./asks/apply.ts');
    shell.outcome.code = await apply(shell.terminal, { ...options, isSubmission: true });
  });
};

const addLogs = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  const logs = base(command.command('logs'), shell, verbExamples(noun, 'logs'))
    .description(
      'Tell the life of its pods, as the ledger has it. What containers print comes with a real cluster: the simulated one runs none.',
    )
    .argument('<workload>', 'its name or id')
    .option('-p, --project <id>', 'the project that the name is of')
    .option('-f, --follow', 'go on until it has ended')
    .option('--tail <number>', 'only the last so many lines', wholeNumber)
    .option('--since <duration>', 'only what is younger, such as 5m', duration)
    .option('--no-timestamps', 'leave the times out')
    .option('--timestamps', 'with the times, as is usual here');
  sourceOptions(logs).action(async (id: string, options) => {
    const { logs: tell } = await import('./tell/logs.ts');
    shell.outcome.code = await tell(shell.terminal, { timestamps: true, ...options, noun, id });
  });
};

/** What verbs on one or more workloads take. */
const several = (verb: Command): Command =>
  writeOptions(
    verb
      .argument('<workload...>', 'names or ids')
      .option('-p, --project <id>', 'the project that names are of'),
  );

const waiting = (verb: Command, until: string): Command =>
  verb
    .option('--wait', `wait until ${until}`)
    .option('--wait-timeout <duration>', 'wait no longer; for ever unless said', duration);

const addStop = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  const stop = base(command.command('stop'), shell, verbExamples(noun, 'stop'))
    .alias('suspend')
    .description('Let its pods go and keep it, to resume it later.')
    .option('--reason <text>', 'why, for the history');
  waiting(several(stop), 'it has stopped').action(async (workloads: readonly string[], options) => {
    const { stopWorkloads } = await import('./asks/workload-verbs.ts');
    shell.outcome.code = await stopWorkloads(shell.terminal, { ...options, noun, workloads });
  });
};

const addResume = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  const resume = base(command.command('resume'), shell, verbExamples(noun, 'resume')).description(
    'Let a stopped one run again.',
  );
  waiting(several(resume), 'it runs').action(async (workloads: readonly string[], options) => {
    const { resumeWorkloads } = await import('./asks/workload-verbs.ts');
    shell.outcome.code = await resumeWorkloads(shell.terminal, { ...options, noun, workloads });
  });
};

const addScale = (command: Command, shell: Shell): void => {
  const scale = base(command.command('scale'), shell, verbExamples('inference', 'scale'))
    .description('Ask for another number of replicas.')
    .requiredOption('--replicas <number>', 'within its bounds', wholeNumber);
  waiting(several(scale), 'it runs').action(async (workloads: readonly string[], options) => {
    const { scaleWorkloads } = await import('./asks/workload-verbs.ts');
    const args = { ...options, noun: 'inference', workloads };
    shell.outcome.code = await scaleWorkloads(shell.terminal, args);
  });
};

const addClone = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  const clone = base(command.command('clone'), shell, verbExamples(noun, 'clone'))
    .description('Ask for a copy under another name.')
    .argument('<workload>', 'the name or id of the one to copy')
    .argument('<name>', 'the name of the copy')
    .option('-p, --project <id>', 'the project that the name is of')
    .option('--to-project <id>', 'the project of the copy; that of its source unless said')
    .option('--node-pools <id>', 'the node pool of the copy; that of its source unless said');
  waiting(trialOptions(clone), 'the copy runs').action(
    async (workload: string, name: string, options) => {
      const { cloneWorkload } = await import('./asks/clone.ts');
      const args = { ...options, noun, workloads: [workload], name };
      shell.outcome.code = await cloneWorkload(shell.terminal, args);
    },
  );
};

const addDelete = (command: Command, noun: WorkloadNoun, shell: Shell): void => {
  const remove = base(command.command('delete'), shell, verbExamples(noun, 'delete'))
    .description('Let it go for good; the ledger keeps its life.')
    .option('--reason <text>', 'why, for the history')
    .option('--ignore-not-found', 'bear that there is none');
  waiting(several(remove), 'it is gone').action(async (workloads: readonly string[], options) => {
    const { deleteWorkloads } = await import('./asks/workload-verbs.ts');
    shell.outcome.code = await deleteWorkloads(shell.terminal, { ...options, noun, workloads });
  });
};
