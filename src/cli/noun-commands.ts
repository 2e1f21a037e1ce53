import { type Command, Option } from 'commander';
import { nounExamples } from './examples.ts';
import { type Noun, pluralOf, type WorkloadNoun, workloadNouns } from './nouns.ts';
import { dataOptions, momentOption, serverOptions } from './server-options.ts';
import { base, oneMore, type Shell, someMore, wholeNumber } from './shell.ts';

/** Adds `berth NOUN list` and `berth NOUN describe`; the answer takes further verbs. */
export const addNoun = (program: Command, noun: Noun, shell: Shell): Command => {
  const command = base(program.command(noun), shell, nounExamples(noun).list);
  command.description(says[noun]);
  addList(command, noun, shell);
  addDescribe(command, noun, shell);
  return command;
};

const says: Readonly<Record<Noun, string>> = {
  workload: 'Work with workloads of every type.',
  training: 'Work with trainings of one pod or of equal pods.',
  workspace: 'Work with workspaces: what people build in.',
  inference: 'Work with inferences: services with replicas.',
  distributed: 'Work with distributed trainings: a master and workers.',
  queue: 'Look at queues: what each project and department has in a node pool.',
  project: 'Work with projects and what they are granted.',
  department: 'Work with departments and what they are granted.',
  nodepool: 'Work with node pools.',
  node: 'Work with nodes.',
  cluster: 'Work with clusters.',
  topology: 'Look at topologies: which labels of nodes are their racks and zones.',
  resourceclaim: 'Look at resource claims: devices that pods use by name.',
};

const isOfWorkloads = (noun: Noun): noun is WorkloadNoun =>
  workloadNouns.some((one) => one === noun);

/** Adds where the rows come from, a server or a file, and which moment of it is meant. */
export const sourceOptions = (command: Command): Command =>
  placeOptions(command).addOption(momentOption());

/** Adds whom to ask, a server or a file. */
export const placeOptions = (command: Command): Command =>
  serverOptions(
    command.addOption(
      new Option('--ledger <file>', 'read this ledger file and ask no server').conflicts([
        'server',
        'context',
        'tokenFile',
      ]),
    ),
  );

const addList = (command: Command, noun: Noun, shell: Shell): void => {
  const list = base(command.command('list'), shell, nounExamples(noun).list);
  list.description(`List the ${pluralOf(noun)}.`);
  if (isOfWorkloads(noun)) addFilters(list, noun);
  dataOptions(list)
    .addOption(new Option('--json', 'as -o json').conflicts('yaml'))
    .addOption(new Option('--yaml', 'as -o yaml'))
    .option('--columns <names>', 'only these columns of the table, with commas')
    .option('--no-headers', 'leave the header line out')
    .option('--sort-by <column>', 'in this order')
    .option('--sort-order <order>', 'asc or desc')
    .option('--max-items <number>', 'at most so many; 0 for all', wholeNumber)
    .option('--page-size <number>', 'ask for so many at a time', wholeNumber)
    .option('-w, --watch', 'go on, and show what changes');
  sourceOptions(list).action(async (options) => {
    const { listNoun } = await import('./resources.ts');
    shell.outcome.code = await listNoun(shell.terminal, noun, options);
  });
};

const addDescribe = (command: Command, noun: Noun, shell: Shell): void => {
  const describe = base(command.command('describe'), shell, nounExamples(noun).describe)
    .description(`Show all that is known of one ${noun}.`)
    .argument(
      isOfWorkloads(noun) ? '<workload>' : '<id>',
      isOfWorkloads(noun) ? 'its name or id' : 'its id',
    );
  if (isOfWorkloads(noun)) describe.option('-p, --project <id>', 'the project that the name is of');
  dataOptions(describe, 'text, json, yaml, name or jsonpath=TEMPLATE', 'text');
  sourceOptions(describe).action(async (id: string, options) => {
    const { describeNoun } = await import('./resources.ts');
    shell.outcome.code = await describeNoun(shell.terminal, noun, { id, ...options });
  });
};

const addFilters = (list: Command, noun: WorkloadNoun): void => {
  list
    .option('-p, --project <id>', 'only of this project; repeat it for more', oneMore)
    .option('--phase <phase>', 'only in this phase, such as Pending; repeat it for more', oneMore)
    .addOption(
      new Option('--status <phase>', 'as --phase').argParser((text: string) => {
        list.setOptionValue('phase', someMore(text, list.getOptionValue('phase')));
        return text;
      }),
    )
    .option('--queue <id>', 'only in this queue; repeat it for more', oneMore)
    .option('--node-pool <id>', 'only in this node pool; repeat it for more', oneMore)
    .option('--deleted', 'only those that were deleted')
    .option(
      '-A, --all',
      "of every project, the deleted too; without it a server's list has neither",
    );
  if (noun === 'workload') {
    list.option('--type <type>', 'only of this type; repeat it for more', oneMore);
  }
};
