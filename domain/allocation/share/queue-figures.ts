import type { QueueFigures } from '../plan/plan.ts';
import type { QueueState } from '../state/snapshot.ts';
import { fairShareOf } from './share-out.ts';

/** A queue's figures as they are now. @unit thousandths of a card, millicores, MiB; −1 is unlimited */
export const figuresOf = (queue: QueueState): QueueFigures => {
  const { gpuMilli, cpuMilli, memoryMib } = queue.claims;
  return {
    queueId: queue.id,
    allocated: { ...queue.allocated },
    deserved: { gpuMilli: gpuMilli.quota, cpuMilli: cpuMilli.quota, memoryMib: memoryMib.quota },
    fairShare: fairShareOf(queue),
    limit: { gpuMilli: gpuMilli.limit, cpuMilli: cpuMilli.limit, memoryMib: memoryMib.limit },
  };
};
