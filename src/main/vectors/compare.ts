import type { Vector, VectorSight } from '../../../adapters/traces/index.ts';
import { type Board, placeHeld, type TaskNow } from './board.ts';

/** One thing that is not as a case expects it. @shape `at` is a JSON pointer into the case */
export interface Difference {
  readonly at: string;
  readonly expected?: unknown;
  readonly got?: unknown;
  readonly task?: string;
  /** 1 for the first. */
  readonly round?: number;
  readonly problem?: string;
}

/** All that stands otherwise than the case expects. */
export const differencesIn = (vector: Vector, board: Board): readonly Difference[] => {
  const { jobs = {}, tasks = {} } = vector.expect;
  const byName = new Map([...board.values()].flatMap((now) => now.tasks).map(byTask));
  return [
    ...Object.entries(jobs).flatMap(([name, sight]) =>
      (board.get(name)?.tasks ?? []).flatMap((one) => seen(one, sight, `/expect/jobs/${name}`)),
    ),
    ...Object.entries(tasks).flatMap(([name, sight]) => {
      const named = byName.get(name);
      // Some tables name the job where they mean its tasks.
      const meant = named === undefined ? (board.get(name)?.tasks ?? []) : [named];
      return meant.flatMap((one) => seen(one, sight, `/expect/tasks/${name}`));
    }),
    ...nodeDifferences(vector, board),
  ];
};

/** Expectations about jobs, tasks and nodes that the case does not have: they hold, for there is nothing to look at. */
export const vacuousIn = (vector: Vector): readonly string[] => {
  const { jobs = {}, tasks = {}, nodes = {} } = vector.expect;
  const knownJobs = new Set(vector.jobs.map(({ name }) => name));
  const knownTasks = new Set(vector.jobs.flatMap((job) => job.tasks.map(({ name }) => name)));
  const knownNodes = new Set(vector.cluster.nodes.map(({ name }) => name));
  return [
    ...Object.keys(jobs)
      .filter((name) => !knownJobs.has(name))
      .map((name) => `/expect/jobs/${name}`),
    ...Object.keys(tasks)
      .filter((name) => !knownTasks.has(name) && !knownJobs.has(name))
      .map((name) => `/expect/tasks/${name}`),
    ...Object.keys(nodes)
      .filter((name) => !knownNodes.has(name))
      .map((name) => `/expect/nodes/${name}`),
  ];
};

const byTask = (one: TaskNow): readonly [string, TaskNow] => [one.task.name, one];

const seen = (one: TaskNow, sight: VectorSight, at: string): readonly Difference[] => {
  const { status, node = '' } = sight;
  if (one.status === status && (node === '' || one.node === node)) return [];
  const got = { status: one.status, ...(one.node === undefined ? {} : { node: one.node }) };
  return [{ at, task: one.task.name, expected: sight, got }];
};

const nodeDifferences = (vector: Vector, board: Board): readonly Difference[] =>
  Object.entries(vector.expect.nodes ?? {}).flatMap(([name, expected]) => {
    const node = vector.cluster.nodes.find((one) => one.name === name);
    if (node === undefined) return [];
    const { idleGpus, releasingGpus } = devicesOn(board, name, node.gpus);
    const isIdle = (expected.idleGpus ?? idleGpus) === idleGpus;
    const isReleasing = (expected.releasingGpus ?? releasingGpus) === releasingGpus;
    if (isIdle && isReleasing) return [];
    return [{ at: `/expect/nodes/${name}`, expected, got: { idleGpus, releasingGpus } }];
  });

/** Devices that nobody has, and devices that will be nobody's once all who leave have left. */
const devicesOn = (
  board: Board,
  node: string,
  gpus: number,
): { readonly idleGpus: number; readonly releasingGpus: number } => {
  const taken = new Set<number>();
  const kept = new Set<number>();
  for (const one of [...board.values()].flatMap(({ tasks }) => tasks)) {
    const held = placeHeld(one);
    if (held?.node === node) for (const device of held.devices) taken.add(device);
    const stays = one.status === 'Pipelined' || (held === one && one.status !== 'Releasing');
    if (stays && one.node === node) for (const device of one.devices) kept.add(device);
  }
  return { idleGpus: gpus - taken.size, releasingGpus: taken.size - kept.size };
};
