import type { VectorJob, VectorTask } from '../../../adapters/traces/index.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import type { Affinity, PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import { podSetsIn } from './gang-of.ts';
import { cpuMilliOf, gpuMilliOf, memoryBytesOf } from './units.ts';

/** The label by which a task names its nodes. */
export const nodeNameLabel = 'kai.scheduler/type';

/** The name under which the kernel knows a task. */
export interface PodOfTask {
  readonly subGroup: string;
  readonly pod: number;
}

/** A job as the kernel takes it: sub-groups of equal tasks, and which task is which pod. */
export interface JobPods {
  readonly subGroups: readonly SubGroup[];
  readonly podOf: ReadonlyMap<string, PodOfTask>;
  readonly taskOf: ReadonlyMap<string, string>;
}

const gone = new Set(['Succeeded', 'Failed', 'Deleted', 'Gated', 'Unknown']);

/** Whether a task still counts for the kernel. */
export const isAlive = (task: VectorTask): boolean => !gone.has(task.status);

/** One text for a pod's name. */
export const podKey = ({ subGroup, pod }: PodOfTask): string => `${subGroup}#${pod}`;

/**
 * Puts the living tasks of a job into sub-groups: of each pod set the tasks in their order, cut where two that follow
 * each other are not equal.
 */
export const podsOf = (job: VectorJob): JobPods => {
  const subGroups: SubGroup[] = [];
  const podOf = new Map<string, PodOfTask>();
  for (const { name } of podSetsIn(job)) {
    const tasks = job.tasks.filter((task) => isAlive(task) && podSetOf(job, task) === name);
    const runs = runsOf(tasks.toSorted(taskOrder));
    for (const [at, run] of runs.entries()) {
      const subGroup = subGroupOf(run, { podSet: name, at, runs: runs.length });
      subGroups.push(subGroup);
      for (const [pod, task] of run.entries())
        podOf.set(task.name, { subGroup: subGroup.name, pod });
    }
  }
  const taskOf = new Map([...podOf].map(([task, pod]) => [podKey(pod), task]));
  return { subGroups, podOf, taskOf };
};

/** The pod set of a task: its own, else `default`, else the only one. */
export const podSetOf = (job: VectorJob, task: VectorTask): string | undefined => {
  if (task.podSet !== undefined) return task.podSet;
  const names = podSetsIn(job).map(({ name }) => name);
  return names.find((name) => name === 'default') ?? (names.length === 1 ? names[0] : undefined);
};

const taskOrder = (a: VectorTask, b: VectorTask): number =>
  (b.taskPriority ?? 0) - (a.taskPriority ?? 0) || compareIds(a.name, b.name);

const runsOf = (tasks: readonly VectorTask[]): readonly (readonly VectorTask[])[] => {
  const runs: VectorTask[][] = [];
  let last = '';
  for (const task of tasks) {
    const key = JSON.stringify(askedOf(task));
    if (key === last) runs.at(-1)?.push(task);
    else runs.push([task]);
    last = key;
  }
  return runs;
};

const subGroupOf = (
  run: readonly VectorTask[],
  place: { readonly podSet: string; readonly at: number; readonly runs: number },
): SubGroup => {
  const { podSet, at, runs } = place;
  const [first] = run;
  return {
    name: runs === 1 ? podSet : `${podSet}.${at}`,
    pods: run.length,
    podSet,
    ...(runs === 1 ? {} : { podPriority: runs - at }),
    ...(first === undefined ? { request: nothing } : askedOf(first)),
  };
};

const nothing: PodRequest = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0, memoryBytes: 0 };

/** All that a pod asks for. */
const askedOf = (task: VectorTask): Omit<SubGroup, 'name' | 'pods'> => ({
  request: task.bestEffort === true ? nothing : requestOf(task),
  ...(task.legacyMig === true ? { nodeSelector: { [nodeNameLabel]: [] } } : {}),
  ...(task.allowedNodes === undefined
    ? {}
    : { nodeSelector: { [nodeNameLabel]: [...task.allowedNodes] } }),
  ...(task.labels === undefined ? {} : { podLabels: task.labels }),
  ...affinityOf(task),
});

const requestOf = (task: VectorTask): PodRequest => ({
  ...devicesAsked(task),
  cpuMilli: cpuMilliOf(task.cpuCores),
  memoryBytes: memoryBytesOf(task.memoryBytes),
  ...(task.mig === undefined ? {} : { mig: task.mig }),
  ...(task.claims === undefined ? {} : { claims: task.claims }),
});

const devicesAsked = (
  task: VectorTask,
): Pick<PodRequest, 'gpuDevices' | 'gpuMilli' | 'gpuMemoryMib'> => {
  const shared = Math.max(1, task.gpus ?? task.gpuGroups?.length ?? 1);
  if (task.gpuFraction !== undefined)
    return { gpuDevices: shared, gpuMilli: Math.max(1, gpuMilliOf(task.gpuFraction)) };
  if (task.gpuMemoryMiB !== undefined)
    return { gpuDevices: shared, gpuMilli: 0, gpuMemoryMib: task.gpuMemoryMiB };
  const gpuDevices = task.gpus ?? 0;
  return { gpuDevices, gpuMilli: gpuDevices > 0 ? 1000 : 0 };
};

const affinityOf = (task: VectorTask): { readonly affinity?: Affinity } => {
  const { labels = {}, podAffinityKey: near, podAntiAffinityKey: far } = task;
  if (near === undefined && far === undefined) return {};
  return {
    affinity: {
      ...(near === undefined ? {} : { podAffinity: [{ labels, topologyKey: near }] }),
      ...(far === undefined ? {} : { podAntiAffinity: [{ labels, topologyKey: far }] }),
    },
  };
};
