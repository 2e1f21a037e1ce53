import type { Eviction, Plan } from '../../../domain/allocation/index.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import { type Board, changed, isActive, type JobNow, type TaskNow } from './board.ts';
import { podKey, type PodOfTask } from './task-pods.ts';

/** How many pods a plan binds, evicts and nominates. */
export interface Deeds {
  readonly binds: number;
  readonly evictions: number;
  readonly nominations: number;
}

/** The jobs as they stand once a plan has been decided. @throws Error where it is about what the case has not */
export const boardAfter = (board: Board, plan: Plan, nowMs: number): Board => {
  const jobs = new Map(board);
  for (const eviction of plan.evictions)
    jobs.set(eviction.workloadId, withEviction(known(jobs, eviction.workloadId), eviction));
  for (const { workloadId: id, pods } of plan.placements)
    jobs.set(id, withPlaces(known(jobs, id), pods, { status: 'Binding', nowMs }));
  for (const { workloadId: id, pods } of plan.nominations)
    jobs.set(id, withPlaces(known(jobs, id), pods, { status: 'Pipelined', nowMs }));
  return jobs;
};

/** How much a plan does; a pod that moves is evicted and nominated. */
export const deedsOf = (board: Board, { placements, nominations, evictions }: Plan): Deeds => ({
  binds: sum(placements.map(({ pods }) => pods.length)),
  evictions: sum(evictions.map((one) => going(known(board, one.workloadId), one).length)),
  nominations:
    sum(nominations.map(({ pods }) => pods.length)) +
    sum(evictions.map(({ movesTo = [] }) => movesTo.length)),
});

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

const going = (now: JobNow, { pods }: Eviction): readonly PodOfTask[] => pods ?? activePods(now);

const withEviction = (now: JobNow, eviction: Eviction): JobNow => {
  const away = new Set(going(now, eviction).map((pod) => taskOf(now, pod)));
  const left = changed(now, (one) =>
    away.has(one.task.name) ? { ...one, status: 'Releasing' } : one,
  );
  return withMoves(left, eviction.movesTo ?? []);
};

const known = (jobs: Board, id: string): JobNow => {
  const now = jobs.get(id);
  if (now === undefined) throw new Error(`the plan decides about ${id}, which is not in the case`);
  return now;
};

const taskOf = (now: JobNow, pod: PodOfTask): string => {
  const name = now.pods.taskOf.get(podKey(pod));
  if (name === undefined)
    throw new Error(
      `the plan decides about ${podKey(pod)} of ${now.job.name}, which has no such pod`,
    );
  return name;
};

const activePods = (now: JobNow): readonly PodOfTask[] =>
  now.tasks.filter(isActive).flatMap(({ task }) => now.pods.podOf.get(task.name) ?? []);

/** Pods that are to run elsewhere once they have left. */
const withMoves = (now: JobNow, moves: readonly PodPlacement[]): JobNow => {
  const next = new Map(moves.map((to) => [taskOf(now, to), to]));
  return changed(now, (one): TaskNow => {
    const to = next.get(one.task.name);
    if (to === undefined) return one;
    const leaving = { node: one.node, devices: one.devices };
    return { ...one, status: 'Pipelined', node: to.nodeId, devices: to.devices, leaving };
  });
};

const withPlaces = (
  now: JobNow,
  places: readonly PodPlacement[],
  as: { readonly status: 'Binding' | 'Pipelined'; readonly nowMs: number },
): JobNow => {
  const next = new Map(places.map((to) => [taskOf(now, to), to]));
  return changed(now, (one): TaskNow => {
    const to = next.get(one.task.name);
    if (to === undefined) return one;
    const place = { node: to.nodeId, devices: to.devices };
    return { ...one, ...place, status: as.status, sinceMs: as.nowMs };
  });
};
