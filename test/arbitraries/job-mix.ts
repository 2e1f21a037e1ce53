import fc from 'fast-check';
import type { NodeSelector, SubGroup, Toleration } from '../../domain/foundation/shapes.ts';
import type { About } from './gpu-cluster.ts';
import { leafIds } from './queue-tree.ts';

/** What may be said of a workload; the rest is usual. @unit `gpuMilli` of each card */
export interface JobWish {
  readonly queue: string;
  readonly pods?: number;
  readonly gpus?: number;
  readonly gpuMilli?: number;
  readonly cpuMilli?: number;
  readonly memoryBytes?: number;
  readonly priority?: number;
  readonly preemptible?: boolean;
  readonly nodeSelector?: NodeSelector;
  readonly tolerations?: readonly Toleration[];
  readonly subGroups?: readonly SubGroup[];
}

/** A sub-group of equal pods. */
export const subGroup = (wish: Omit<JobWish, 'queue'>, name = 'workers'): SubGroup => ({
  name,
  pods: wish.pods ?? 1,
  request: {
    gpuDevices: wish.gpus ?? 1,
    gpuMilli: wish.gpuMilli ?? 1000,
    cpuMilli: wish.cpuMilli ?? 0,
    memoryBytes: wish.memoryBytes ?? 0,
  },
});

/** A workload is submitted and waits in its queue. */
export const submitted = (id: string, wish: JobWish): readonly About[] => [
  {
    type: 'WorkloadSubmitted',
    subject: { kind: 'workload', id },
    data: {
      name: id,
      projectId: wish.queue,
      nodePoolId: 'pool',
      workloadType: 'training',
      priority: wish.priority ?? 50,
      preemptible: wish.preemptible ?? true,
      subGroups: [...(wish.subGroups ?? [subGroup(wish)])],
      nodeSelector: { ...wish.nodeSelector },
      tolerations: [...(wish.tolerations ?? [])],
    },
  },
  {
    type: 'WorkloadQueued',
    subject: { kind: 'workload', id },
    data: { queueId: wish.queue, attempt: 1 },
  },
];

/** Workloads of every sort that the kernel tells apart: shares, cards, gangs, processors only, picky, tolerant. */
export const jobs: fc.Arbitrary<JobWish> = fc.record({
  queue: fc.constantFrom(...leafIds),
  pods: fc.constantFrom(1, 1, 1, 1, 2, 3),
  gpus: fc.constantFrom(0, 1, 1, 1, 2, 4),
  gpuMilli: fc.constantFrom(1000, 1000, 1000, 1000, 300, 500),
  cpuMilli: fc.constantFrom(0, 0, 1_000, 9_000),
  memoryBytes: fc.constantFrom(0, 0, 2 ** 30, 20 * 2 ** 30),
  priority: fc.constantFrom(50, 50, 75, 125),
  preemptible: fc.constantFrom(true, true, true, true, false),
  nodeSelector: fc.constantFrom<NodeSelector>({}, {}, {}, { zone: ['a'] }, { zone: ['a', 'b'] }),
  tolerations: fc.constantFrom<readonly Toleration[]>(
    [],
    [],
    [{ key: 'infra', operator: 'Exists', value: '', effect: '' }],
  ),
});
