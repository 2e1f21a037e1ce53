import type { Vector } from '../../../adapters/traces/index.ts';
import type { Snapshot } from '../../../domain/allocation/index.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import { type Board, type JobNow, placeHeld, type TaskNow } from './board.ts';
import { claimsOf } from './claims-of.ts';
import { gangOf } from './gang-of.ts';
import {
  emptySnapshot,
  tellBroken,
  tellClaim,
  tellHeld,
  tellJob,
  tellLeaving,
  tellNode,
  tellQueue,
  tellTopology,
} from './kernel-calls.ts';
import { offersOf, openingsOf } from './offers.ts';
import { gpuMilliOf, memoryShareOf } from './units.ts';

/** Tells the kernel all that stands in a case, and how its jobs stand now. */
export const situate = (vector: Vector, board: Board): Snapshot => {
  const snapshot = emptySnapshot();
  for (const offer of offersOf(vector)) tellNode(snapshot, offer);
  for (const { name, levels } of vector.cluster.topologies ?? [])
    tellTopology(snapshot, name, levels);
  for (const claim of claimsOf(vector)) tellClaim(snapshot, claim);
  for (const opening of openingsOf(vector.queues)) tellQueue(snapshot, opening);
  for (const [age, now] of oldestFirst(board).entries()) settle(snapshot, vector, { now, age });
  return snapshot;
};

const oldestFirst = (board: Board): readonly JobNow[] =>
  [...board.values()].toSorted(
    (a, b) => a.job.createdMinute - b.job.createdMinute || compareIds(a.job.name, b.job.name),
  );

const settle = (
  snapshot: Snapshot,
  vector: Vector,
  { now, age }: { readonly now: JobNow; readonly age: number },
): void => {
  const { job, pods, tasks } = now;
  const { name: id, priority, preemptible: isPreemptible, queue } = job;
  const { subGroups } = pods;
  if (subGroups.length === 0) return;
  const gang = gangOf(job);
  const asked = { id, age, priority, isPreemptible, subGroups, gang };
  tellJob(snapshot, { ...asked, nodeSelector: {}, tolerations: [] }, queue);
  const there = tasks.filter((one) => placeHeld(one) !== undefined);
  if (there.length === 0) return;
  const held = there.flatMap((one) => placementOf(now, vector, one));
  tellHeld(snapshot, id, { pods: held, atMs: Math.min(...there.map(({ sinceMs }) => sinceMs)) });
  const leaving = there.filter(({ status }) => status === 'Releasing');
  if (leaving.length === there.length) tellLeaving(snapshot, id);
  else if (leaving.length > 0)
    tellLeaving(
      snapshot,
      id,
      leaving.flatMap(({ task }) => pods.podOf.get(task.name) ?? []),
    );
  if (now.brokenSinceMs !== undefined) tellBroken(snapshot, id, now.brokenSinceMs);
};

const placementOf = (now: JobNow, vector: Vector, one: TaskNow): readonly PodPlacement[] => {
  const { task, node, devices } = one;
  const pod = now.pods.podOf.get(task.name);
  if (pod === undefined || node === undefined) return [];
  const { gpuMemoryMiB = 1 } = vector.cluster.nodes.find(({ name }) => name === node) ?? {};
  const share =
    task.gpuMemoryMiB === undefined
      ? gpuMilliOf(task.gpuFraction ?? 1)
      : Math.min(1000, memoryShareOf(task.gpuMemoryMiB, gpuMemoryMiB));
  return [
    { ...pod, nodeId: node, devices: [...devices], gpuMilli: devices.length > 0 ? share : 0 },
  ];
};
