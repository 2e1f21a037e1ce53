import { type Command, Option } from 'commander';
import { writeOptions } from './server-options.ts';
import { base, oneMore, type Shell, wholeNumber } from './shell.ts';
import { verbExamples } from './verb-examples.ts';

/** Adds `create`, `set` and `delete` of projects or departments. */
export const addUnitVerbs = (
  command: Command,
  noun: 'project' | 'department',
  shell: Shell,
): void => {
  const create = base(command.command('create'), shell, verbExamples(noun, 'create'))
    .description(`Make a ${noun}, with a grant where flags speak of one.`)
    .argument('<id>', 'a-z, 0-9 and "-" inside')
    .option('--display-name <text>', 'its name for people; its id unless said')
    .option('--cluster <id>', 'its cluster; the only one unless said');
  if (noun === 'project') {
    create
      .requiredOption('-d, --department <id>', 'its department')
      .option('--default-node-pool <id>', 'where its workloads go that name none');
  }
  writeOptions(granting(create)).action(async (id: string, options) => {
    const { createUnit } = await import('./asks/units.ts');
    shell.outcome.code = await createUnit(shell.terminal, { ...options, noun, id });
  });
  addUnitSet(command, noun, shell);
  addDeletion(command, noun, shell);
};

const addUnitSet = (command: Command, noun: 'project' | 'department', shell: Shell): void => {
  const set = base(command.command('set'), shell, verbExamples(noun, 'set'))
    .description(`Change what a ${noun} is granted in a node pool; what is not named stays.`)
    .argument('<id>', 'its id');
  writeOptions(granting(set)).action(async (id: string, options) => {
    const { setUnit } = await import('./asks/units.ts');
    shell.outcome.code = await setUnit(shell.terminal, { ...options, noun, id });
  });
};

const terms = [
  [
    '--preempt-min-run <duration>',
    'safe from preemption so long after a start; none takes it back',
  ],
  ['--reclaim-min-run <duration>', 'safe from reclaim so long after a start; none takes it back'],
  ['--max-run <duration>', 'the longest that a workload runs at a stretch; none takes it back'],
  ['--lend-gpu <gpus>', 'the most of an idle quota that others get; none: all of it'],
  ['--lend-cpu <cores>', 'the same of cores'],
  ['--lend-memory <amount>', 'the same of memory'],
] as const;

const granting = (command: Command): Command => {
  const add = (flags: string, description: string): Option => {
    const option = new Option(flags, description).helpGroup('What is granted:');
    command.addOption(option);
    return option;
  };
  add('--node-pool <id>', 'where; the usual or the only one unless said');
  add('--gpu-quota <gpus>', 'guaranteed; -1 is all there are');
  add('--gpu-limit <gpus>', 'never exceeded; -1 is none');
  add('--gpu-weight <number>', 'divides what is left over').argParser(wholeNumber);
  for (const word of ['cpu', 'memory']) {
    add(`--${word}-quota <amount>`, 'guaranteed; all there is unless said');
    add(`--${word}-limit <amount>`, 'never exceeded; -1 is none');
    add(`--${word}-weight <number>`, 'divides what is left over').argParser(wholeNumber);
  }
  add('--priority <number>', 'its rank among its siblings; 100 is usual').argParser(wholeNumber);
  for (const [flags, description] of terms) add(flags, description);
  add('--bound <name=quota:limit>', 'such as gpu:H100=4:8; repeat it').argParser(oneMore);
  return command;
};

type Deleted = 'project' | 'department' | 'nodepool' | 'node' | 'cluster';

/** Adds the deletion of things by their ids. */
export const addDeletion = (command: Command, noun: Deleted, shell: Shell): void => {
  const remove = base(command.command('delete'), shell, verbExamples(noun, 'delete'))
    .description(`Take ${noun}s away.`)
    .argument('<id...>', 'their ids');
  writeOptions(remove).action(async (ids: readonly string[], options) => {
    const { deleteByIds } = await import('./asks/delete-by-ids.ts');
    shell.outcome.code = await deleteByIds(shell.terminal, { ...options, noun, ids });
  });
};

/** Says for each verb that queues do not have what to use instead. */
export const addQueueVerbs = (command: Command, shell: Shell): void => {
  for (const verb of ['create', 'set', 'delete'] as const) {
    base(command.command(verb, { hidden: true }), shell, verbExamples('queue', verb))
      .description('Queues follow what projects and departments are granted.')
      .argument('[words...]')
      .allowUnknownOption()
      .action(async () => {
        const { refuse } = await import('./complain.ts');
        shell.outcome.code = await refuse(shell.terminal, queueRefusal(verb));
      });
  }
};

const queueRefusal = (verb: 'create' | 'set' | 'delete'): string => {
  const remedy =
    verb === 'delete'
      ? 'berth project delete ID takes its queues along'
      : 'berth project set ID --node-pool POOL --gpu-quota 8, or berth department set';
  return `error: queues follow what projects and departments are granted\n  at: queue ${verb}\n  remedy: ${remedy}\n`;
};
