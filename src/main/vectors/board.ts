import type {
  Vector,
  VectorJob,
  VectorStatus,
  VectorTask,
} from '../../../adapters/traces/index.ts';
import { podSetsIn } from './gang-of.ts';
import { type JobPods, podSetOf, podsOf } from './task-pods.ts';

/** Where a task is. @shape `devices` are numbers on its node */
export interface Place {
  readonly node: string | undefined;
  readonly devices: readonly number[];
}

/** A task as it stands now. @shape one that moves is at its new place, and has not left `leaving` */
export interface TaskNow extends Place {
  readonly task: VectorTask;
  readonly status: VectorStatus;
  readonly sinceMs: number;
  readonly leaving?: Place;
}

/** A job as it stands now. @shape `brokenSinceMs`: since when its gang has been too small; absent: it is not */
export interface JobNow {
  readonly job: VectorJob;
  readonly pods: JobPods;
  readonly tasks: readonly TaskNow[];
  readonly brokenSinceMs?: number;
}

/** All jobs as they stand now, by name. */
export type Board = ReadonlyMap<string, JobNow>;

const holding = new Set<VectorStatus>(['Allocated', 'Binding', 'Bound', 'Running']);

/** Whether a task has its devices and is to keep them. */
export const isActive = ({ status }: TaskNow): boolean => holding.has(status);

/** Where a task is in the way of others: where it has its devices, or has not left them yet. */
export const placeHeld = (one: TaskNow): Place | undefined =>
  one.leaving ?? (isActive(one) || one.status === 'Releasing' ? one : undefined);

/** When the run begins, and since when tasks have been running then. */
export const startMs = 1_000_000_000_000;
const ranForMs = 60_000;

/** The jobs as the case says that they stand at first. */
export const firstBoard = (
  vector: Vector,
  devicesOf: (task: VectorTask) => readonly number[],
): Board =>
  new Map(
    vector.jobs.map((job) => {
      const tasks = job.tasks.map((task) => ({
        task,
        status: task.status === 'Pipelined' ? ('Pending' as const) : task.status,
        node: task.node === '' ? undefined : task.node,
        devices: devicesOf(task),
        sinceMs: startMs - ranForMs,
      }));
      const since =
        job.brokenForSeconds === undefined
          ? {}
          : { brokenSinceMs: startMs - 1000 * job.brokenForSeconds };
      return [job.name, { job, pods: podsOf(job), tasks, ...since }];
    }),
  );

/** How a job stands once all of its tasks are put through a change. */
export const changed = (now: JobNow, change: (one: TaskNow) => TaskNow): JobNow => ({
  ...now,
  tasks: now.tasks.map(change),
});

/** Notes the moment at which a gang became too small, and forgets it when it is whole again. */
export const withBroken = (now: JobNow, nowMs: number): JobNow => {
  const { brokenSinceMs, ...rest } = now;
  if (!isBroken(now)) return rest;
  return { ...rest, brokenSinceMs: brokenSinceMs ?? nowMs };
};

const isBroken = ({ job, tasks }: JobNow): boolean => {
  const active = tasks.filter(isActive);
  if (active.length === 0) return false;
  if (tasks.some(({ status }) => status === 'Succeeded')) return false;
  return podSetsIn(job).some(({ name, minPods }) => {
    const have = active.filter(({ task }) => podSetOf(job, task) === name).length;
    return have < minPods;
  });
};
