import type { Amounts } from '../../foundation/shapes.ts';
import { type QueueState, type Resource, resources } from '../state/snapshot.ts';

/** A bound that a workload would break, at the first queue on the way up. */
export interface Excess {
  readonly queue: QueueState;
  readonly resource: Resource;
}

/** The first limit on the way up that the workload would break. */
export const overLimit = (queue: QueueState, amounts: Amounts): Excess | undefined => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    const { gpuMilli, cpuMilli, memoryMib } = at.claims;
    if (isOver(gpuMilli.limit, at.allocated.gpuMilli, amounts.gpuMilli))
      return { queue: at, resource: 'gpuMilli' };
    if (isOver(cpuMilli.limit, at.allocated.cpuMilli, amounts.cpuMilli))
      return { queue: at, resource: 'cpuMilli' };
    if (isOver(memoryMib.limit, at.allocated.memoryMib, amounts.memoryMib))
      return { queue: at, resource: 'memoryMib' };
  }
  return undefined;
};

/** The first quota on the way up that a non-preemptible workload would break. */
export const overQuota = (queue: QueueState, amounts: Amounts): Excess | undefined => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    const { gpuMilli, cpuMilli, memoryMib } = at.claims;
    if (isOver(gpuMilli.quota, at.nonPreemptible.gpuMilli, amounts.gpuMilli))
      return { queue: at, resource: 'gpuMilli' };
    if (isOver(cpuMilli.quota, at.nonPreemptible.cpuMilli, amounts.cpuMilli))
      return { queue: at, resource: 'cpuMilli' };
    if (isOver(memoryMib.quota, at.nonPreemptible.memoryMib, amounts.memoryMib))
      return { queue: at, resource: 'memoryMib' };
  }
  return undefined;
};

const isOver = (bound: number, allocated: number, asked: number): boolean =>
  bound >= 0 && asked > 0 && allocated + asked > bound;

/** Whether a queue and all above it stay with so much more inside what they can get: nobody may take that back from them. */
export const isWithinShares = (queue: QueueState, asked: Amounts): boolean => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    for (const resource of resources) {
      const has = at.allocated[resource] + asked[resource];
      if (asked[resource] > 0 && has > at.allocatable[resource]) return false;
    }
  return true;
};

/** Whether a queue and all above it stay inside what they can get of everything, also of what is not asked for. */
export const isSafeInShares = (queue: QueueState, asked: Amounts): boolean => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    for (const resource of resources)
      if (at.allocated[resource] + asked[resource] > at.allocatable[resource]) return false;
  return true;
};

/** Whether a queue stays inside its quota of everything with so much more. */
export const isWithinQuota = (queue: QueueState, asked: Amounts): boolean =>
  resources.every((resource) => {
    const { quota } = queue.claims[resource];
    return quota < 0 || queue.allocated[resource] + asked[resource] <= quota;
  });
