import {
  addPending,
  addWorkload,
  forget,
  stageOf,
  type Workload,
} from '../../domain/allocation/index.ts';
import type { Capacity } from './view.ts';

/** Another number of pods is asked for: at once, or once the workload holds none any more. */
export const scale = (view: Capacity, id: string, replicas: number): void => {
  const workload = view.workloads.get(id);
  if (workload === undefined) return;
  view.wishes.set(id, replicas);
  const stage = stageOf(workload);
  if (stage !== 'bound' && stage !== 'leaving') askAsScaled(view, id);
};

/**
 * Asks for as many pods as were asked for last.
 *
 * The kernel knows a workload by what it asks for, so one that asks for something else is another workload to it: it is
 * taken out and put in again, as old as it was, and nobody has told it yet why it waits. One that is scaled to nothing
 * asks for nothing by being stopped.
 */
export const askAsScaled = (view: Capacity, id: string): void => {
  const pods = view.wishes.get(id);
  if (pods === undefined) return;
  view.wishes.delete(id);
  const workload = view.workloads.get(id);
  if (workload === undefined || pods === 0) return;
  putAgain(workload, pods);
};

const putAgain = (before: Workload, pods: number): void => {
  const { id, age, priority, isPreemptible, subGroups, build, pool, queue, attempt } = before;
  const [only] = subGroups;
  const kind = build.parts[0]?.kind;
  if (only === undefined || kind === undefined) return;
  const stage = stageOf(before);
  forget(pool, id);
  addWorkload(pool, {
    id,
    age,
    priority,
    isPreemptible,
    subGroups: [{ ...only, pods }],
    nodeSelector: kind.selector,
    tolerations: kind.tolerations,
  });
  const isWaiting = stage === 'waiting' || stage === 'nominated';
  if (isWaiting && queue !== undefined) addPending(pool, id, { queueId: queue.id, attempt });
};
