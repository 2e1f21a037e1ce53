import { job, node, queue, root, task } from '../cases.ts';

/** Quota, limit and weight of one resource. @shape what is not said is −1, −1 and 1; for devices 0, −1 and 0 */
type Terms = readonly [quota?: number, limit?: number, weight?: number];

/** What a queue of a case is given. */
export interface QueueTold {
  readonly gpu?: Terms;
  readonly cpu?: Terms;
  readonly memory?: Terms;
  readonly parent?: string | null;
  readonly priority?: number;
  readonly createdMinute?: number;
}

/** What is said of a job besides its name and queue. @shape `pods`: the node of each, empty while it waits */
export interface JobTold {
  readonly pods?: readonly string[];
  readonly priority?: number;
  readonly isKept?: boolean;
  /** How many pods it cannot do without; absent: all. */
  readonly min?: number;
  readonly more?: object;
  readonly task?: object;
  readonly tasks?: readonly object[];
}

/** One rule of the peer's, as facts and the answer that its sentence gives. @shape `want`: status and node by job or task */
export interface Rule {
  readonly rule: string;
  readonly action?: string;
  readonly until?: number;
  readonly nodes: Readonly<Record<string, number | object>>;
  readonly queues: Readonly<Record<string, QueueTold>>;
  readonly jobs: readonly (readonly [name: string, queue: string, told?: JobTold])[];
  readonly want: Readonly<Record<string, string>>;
  readonly topology?: readonly string[];
  readonly more?: object;
  readonly cluster?: object;
  readonly idle?: Readonly<Record<string, number>>;
}

const terms = (told: Terms = [], otherwise: readonly [number, number, number]): object => ({
  quota: told[0] ?? otherwise[0],
  limit: told[1] ?? otherwise[1],
  overQuotaWeight: told[2] ?? otherwise[2],
});

const queueOf = ([name, told]: readonly [string, QueueTold], createdMinute: number): object => {
  const { gpu, cpu, memory, parent = 'default', priority = 100 } = told;
  return queue(name, {
    parent,
    priority,
    createdMinute: told.createdMinute ?? createdMinute,
    gpu: terms(gpu, [0, -1, 0]),
    cpuCores: terms(cpu, [-1, -1, 1]),
    memoryMB: terms(memory, [-1, -1, 1]),
  });
};

const taskOf = (name: string, at: string, more: object): object =>
  task(name, at === '' ? more : { status: 'Running', node: at, ...more });

const jobOf = (
  [name, of, told = {}]: Rule['jobs'][number],
  index: number,
  { length }: Rule['jobs'],
): object => {
  const { pods = [''], priority = 50, isKept = false, min, tasks = [] } = told;
  const named = pods.map((at, pod) =>
    taskOf(`${name}-${pod}`, at, { ...told.task, ...tasks[pod] }),
  );
  const podGroup =
    min === undefined ? {} : { podGroup: { podSets: [{ name: 'default', minAvailable: min }] } };
  return job(name, {
    queue: of,
    priority,
    preemptible: !isKept,
    createdMinute: index - length,
    tasks: named,
    ...podGroup,
    ...told.more,
  });
};

const nodeOf = ([name, told]: readonly [string, number | object]): object =>
  node(name, typeof told === 'number' ? { gpus: told } : told);

const sightOf = (words: string): object => {
  const [status, at] = words.split(' ');
  return at === undefined ? { status } : { status, node: at };
};

/** A rule as a case of the format. */
export const vectorOf = (rule: Rule): object => {
  const { action, until = 2, nodes, queues, jobs, want, topology, idle = {} } = rule;
  const names = new Set(jobs.map(([name]) => name));
  const wanted = Object.entries(want).map(([key, words]) => [key, sightOf(words)] as const);
  const mode =
    action === undefined
      ? { mode: 'steady', rounds: { until, after: 4 } }
      : { mode: 'single', action };
  return {
    id: rule.rule,
    ...mode,
    needs: [],
    cluster: {
      nodes: Object.entries(nodes).map(nodeOf),
      ...(topology === undefined ? {} : { topologies: [{ name: 'site', levels: topology }] }),
      ...rule.cluster,
    },
    queues: [root, ...Object.entries(queues).map(queueOf)],
    jobs: jobs.map(jobOf),
    expect: {
      jobs: Object.fromEntries(wanted.filter(([key]) => names.has(key))),
      tasks: Object.fromEntries(wanted.filter(([key]) => !names.has(key))),
      nodes: Object.fromEntries(
        Object.entries(idle).map(([name, idleGpus]) => [name, { idleGpus }]),
      ),
    },
    ...rule.more,
  };
};
