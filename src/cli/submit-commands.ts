import { type Command, Option } from 'commander';
import type { TypeNoun } from './nouns.ts';
import { refusedFlags } from './refused-flag-names.ts';
import { trialOptions } from './server-options.ts';
import { base, duration, oneMore, type Shell, someMore, wholeNumber } from './shell.ts';
import { verbExamples } from './verb-examples.ts';

/** Adds `berth TYPE submit`. */
export const addSubmit = (command: Command, noun: TypeNoun, shell: Shell): void => {
  const submit = base(command.command('submit'), shell, verbExamples(noun, 'submit'))
    .description(`Ask for a ${noun === 'distributed' ? 'distributed training' : noun}.`)
    .argument('[name]', 'its name, of its own in the project')
    .argument('[words...]', 'behind --: arguments of its container, or with --command the command')
    .usage('[options] NAME [-- WORDS...]')
    .option('-p, --project <id>', "its project; the context's unless said")
    .option('--name-prefix <prefix>', 'a name that begins like this and is drawn');
  addContainer(submit);
  addAmounts(submit, noun);
  addPlacement(submit);
  addLife(submit, noun);
  addRefused(submit);
  trialOptions(submit).action(async (_name, _words, options) => {
    const [name, words] = operandsOf(submit);
    const { submitWorkload } = await import('./asks/submit.ts');
    shell.outcome.code = await submitWorkload(shell.terminal, { ...options, noun, name, words });
  });
};

/** The name, and what stands behind `--`: a name may be missing, and commander tells no difference. */
const operandsOf = (submit: Command): readonly [string | undefined, readonly string[]] => {
  let root: Command = submit;
  while (root.parent !== null) root = root.parent;
  const raw: readonly unknown[] =
    'rawArgs' in root && Array.isArray(root.rawArgs) ? root.rawArgs : [];
  const dashes = raw.indexOf('--');
  const count = dashes === -1 ? 0 : raw.length - dashes - 1;
  const operands = submit.args.slice(0, submit.args.length - count);
  if (operands.length > 1) {
    submit.error('error: too many arguments: write -- before what the container gets');
  }
  return [operands[0], submit.args.slice(submit.args.length - count)];
};

const grouped =
  (command: Command, group: string) =>
  (flags: string, description: string): Option => {
    const option = new Option(flags, description).helpGroup(group);
    command.addOption(option);
    return option;
  };

const addContainer = (submit: Command): void => {
  const add = grouped(submit, 'What runs:');
  add('-i, --image <image>', 'the image of its container');
  add('--command [text]', 'its command; without a text, what stands behind --');
  add('--working-dir <path>', 'where it begins');
  add('-e, --environment-variable <key=value>', 'repeat it for more').argParser(oneMore);
  add('--label <key=value>', 'repeat it for more').argParser(oneMore);
  add('--annotation <key=value>', 'repeat it for more').argParser(oneMore);
};

const addAmounts = (submit: Command, noun: TypeNoun): void => {
  const add = grouped(submit, 'What each pod asks for:');
  add('-g, --gpu-devices-request <number>', 'GPUs; none unless said');
  add('--gpu-portion-request <share>', 'of each of them, such as 0.5');
  add('--gpu-memory-request <amount>', 'memory of each of them instead, such as 20Gi');
  add('--mig-profile <profile>', 'so many slices instead, such as 1g.10gb');
  add('--gpu-request-type <way>', 'portion, memory or migProfile; by what is said unless said');
  add('--cpu-core-request <cores>', 'such as 0.5 or 500m');
  add('--cpu-memory-request <amount>', 'such as 512Mi or 16Gi');
  add('--extended-resource <name=number>', 'any other resource; repeat it for more').argParser(
    oneMore,
  );
  add('--claim <name>', 'a resource claim of the cluster; repeat it for more').argParser(oneMore);
  if (noun === 'training') {
    add('--parallelism <number>', 'pods at once; 1 unless said').argParser(wholeNumber);
  }
  if (noun !== 'distributed') return;
  add('--workers <number>', 'pods beside the master; 1 unless said').argParser(wholeNumber);
  add('--min-replicas <number>', 'the fewest workers that are enough').argParser(wholeNumber);
  add('--max-replicas <number>', 'workers that it grows to').argParser(wholeNumber);
  add('--no-master', 'workers only');
  add('--master-gpu-devices-request <number>', 'as a worker unless said');
  add('--master-gpu-portion-request <share>', 'as a worker unless said');
  add('--master-gpu-memory-request <amount>', 'as a worker unless said');
  add('--master-mig-profile <profile>', 'as a worker unless said');
  add('--master-gpu-request-type <way>', 'as a worker unless said');
  add('--master-cpu-core-request <cores>', 'as a worker unless said');
  add('--master-cpu-memory-request <amount>', 'as a worker unless said');
  add('--master-extended-resource <name=number>', 'as a worker unless said').argParser(oneMore);
};

const addPlacement = (submit: Command): void => {
  const add = grouped(submit, 'Where and in which order:');
  add(
    '--node-pools <id>',
    'its node pools, the dearest first: a,b; that of its project unless said',
  ).argParser(someMore);
  add('--node-selector <key=value>', 'only nodes with this label; a|b is either').argParser(
    oneMore,
  );
  add(
    '--node-affinity <terms>',
    'only nodes like "zone in (a,b), !spot"; repeat it for "or"',
  ).argParser(oneMore);
  add('--node-preference <weight:terms>', 'rather nodes like "50:zone=a"; 1 to 100').argParser(
    oneMore,
  );
  add('--node-type <type>', 'only nodes whose label run.ai/type says so');
  add('--required-pod-topology-key <key>', 'a label of nodes that all its pods must share');
  add('--preferred-pod-topology-key <key>', 'a label of nodes that its pods should share');
  add('--topology <name>', 'the topology of the cluster whose levels these keys are');
  add('--toleration <pairs>', 'key=KEY,operator=Exists,effect=NoSchedule').argParser(oneMore);
  add('--priority <word>', 'very-low, low, medium … very-high, or a number');
  add('--preemptibility <word>', 'preemptible, semi-preemptible or non-preemptible');
};

const addLife = (submit: Command, noun: TypeNoun): void => {
  const add = grouped(submit, 'Its life:');
  const isEnding = noun === 'training' || noun === 'distributed';
  if (noun === 'inference') {
    add('--min-replicas <number>', 'the fewest it can be scaled to').argParser(wholeNumber);
    add('--max-replicas <number>', 'the most it can be scaled to').argParser(wholeNumber);
    add('--initial-replicas <number>', 'how many it begins with').argParser(wholeNumber);
  } else {
    add('--backoff-limit <number>', 'how often it is tried again').argParser(wholeNumber);
  }
  add('--time-limit <duration>', 'stop it when it has run for so long').argParser(duration);
  add(
    '--auto-deletion-time-after-completion <duration>',
    `delete it so long after its end, or never; ${isEnding ? '30d' : 'never'} unless said`,
  ).argParser((text: string) => (text === 'never' ? text : duration(text)));
  add('--termination-grace-period <duration>', 'time to end by itself; 30s unless said').argParser(
    duration,
  );
  add('--wait', 'wait until it runs');
  add('--wait-timeout <duration>', 'wait no longer; for ever unless said').argParser(duration);
};

/** Known elsewhere: told from mistakes, and refused with a reason. */
const addRefused = (submit: Command): void => {
  const known = new Set(submit.options.map(({ long }) => long));
  for (const { names } of refusedFlags) {
    for (const name of names) {
      if (known.has(`--${name}`)) continue;
      submit.addOption(new Option(`--${name} [value]`).hideHelp());
    }
  }
};
