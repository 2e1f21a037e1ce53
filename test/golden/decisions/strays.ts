import type { Assignment } from '../../../domain/allocation/index.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import { bareNode, bareQueue } from '../../arbitraries/kernel/bare.ts';
import type { Fact } from '../../oracles/facts.ts';

const pods = [{ subGroup: 'workers', pod: 0 }] as const;
const placeOn = (nodeId: string, device: number): PodPlacement => ({
  subGroup: 'workers',
  pod: 0,
  nodeId,
  devices: [device],
  gpuMilli: 1000,
});
const on = (nodeId: string, device: number): Assignment => ({
  attempt: 1,
  pods: [placeOn(nodeId, device)],
  atMs: 9_999_000,
});
const claimsNothing = { quota: 1000, limit: -1, weight: 1 } as const;

/** Facts about strangers, and facts in an order in which nobody expects them. */
export const strays: readonly (readonly Fact[])[] = [
  [{ type: 'removed', id: 'nobody' }],
  [{ type: 'marked', id: 'nobody', news: { isLost: true } }],
  [{ type: 'device', id: 'nobody', news: { device: 0, isBroken: true } }],
  [{ type: 'device', id: 'node-1', news: { device: 9, isBroken: true } }],
  [{ type: 'device', id: 'node-0', news: { device: 1, isBroken: false } }],
  [{ type: 'queued', id: 'nobody', queueId: 'queue-0', attempt: 1 }],
  [{ type: 'bound', id: 'nobody', assignment: on('node-1', 0) }],
  [{ type: 'nominated', id: 'nobody', assignment: on('node-1', 0) }],
  [{ type: 'leaving', id: 'nobody', returns: true }],
  [{ type: 'released', id: 'nobody' }],
  [{ type: 'broken', id: 'nobody', sinceMs: 5 }],
  [{ type: 'told', id: 'nobody', tag: 'OverLimit' }],
  [{ type: 'forgotten', id: 'nobody' }],
  [{ type: 'used', id: 'queue-9', usageMilli: { gpuMilli: 5, cpuMilli: 0, memoryMib: 0 } }],
  [
    {
      type: 'entitled',
      id: 'queue-9',
      entitlements: {
        gpuMilli: claimsNothing,
        cpuMilli: claimsNothing,
        memoryMib: claimsNothing,
        priority: 100,
      },
    },
  ],
  [{ type: 'closed', id: 'queue-9' }],
  [{ type: 'closed', id: 'queue-1' }],
  [{ type: 'closed', id: 'queue-1' }],
  [{ type: 'opened', opening: bareQueue('queue-1', { quota: 1000 }) }],
  [{ type: 'opened', opening: bareQueue('queue-2', { parent: 'queue-1' }) }],
  [{ type: 'queued', id: 'job-02', queueId: 'queue-2', attempt: 3 }],
  [{ type: 'queued', id: 'job-02', queueId: 'queue-0', attempt: 4 }],
  [{ type: 'nominated', id: 'job-02', assignment: on('gone', 0) }],
  [{ type: 'nominated', id: 'job-02', assignment: on('node-1', 1) }],
  [{ type: 'leaving', id: 'job-02', returns: true }],
  [{ type: 'released', id: 'job-02', pods }],
  [{ type: 'bound', id: 'job-02', assignment: on('node-1', 1) }],
  [{ type: 'nominated', id: 'job-02', assignment: on('node-2', 0) }],
  [{ type: 'leaving', id: 'job-02', returns: true, pods }],
  [{ type: 'leaving', id: 'job-02', returns: true, pods, movesTo: [placeOn('node-2', 1)] }],
  [{ type: 'released', id: 'job-02', pods }],
  [{ type: 'leaving', id: 'job-02', returns: false }],
  [{ type: 'released', id: 'job-02' }],
  [{ type: 'released', id: 'job-02' }],
  [{ type: 'queued', id: 'job-02', queueId: 'queue-9', attempt: 5 }],
  [{ type: 'forgotten', id: 'job-02' }],
  [{ type: 'leaving', id: 'job-03', returns: false }],
  [{ type: 'told', id: 'job-04', tag: 'QueueNotFound' }],
  [{ type: 'joined', offer: { ...bareNode(3), id: 'node-0' } }],
];
