import type { QueueOpening } from '../../../domain/allocation/index.ts';
import type { Entitlement, Gang, SubGroup } from '../../../domain/foundation/shapes.ts';
import type { Job } from './jobs.ts';
import type { NodeWish } from './nodes.ts';
import type { World } from './worlds.ts';

/** A node with cards and nothing special. */
export const bareNode = (gpuCount: number, wish: Partial<NodeWish> = {}): NodeWish => ({
  labels: {},
  taints: [],
  cpuMilli: 64_000,
  memoryBytes: 2 ** 39,
  podsMax: 110,
  gpuMemoryMib: 80_000,
  gpuModel: 'H100',
  ...wish,
  gpuCount,
});

const free: Entitlement = { quota: -1, limit: -1, weight: 1 };

/** What may be said of a bare queue; cards alone are divided. @unit thousandths of a card */
export interface BareQueue extends Partial<Entitlement> {
  readonly parent?: string;
  readonly priority?: number;
  readonly openedAt?: number;
}

/** A queue without a promise, unless said. */
export const bareQueue = (id: string, wish: BareQueue = {}): QueueOpening => ({
  id,
  parentId: wish.parent ?? '',
  openedAt: wish.openedAt ?? 0,
  entitlements: {
    gpuMilli: { quota: wish.quota ?? 0, limit: wish.limit ?? -1, weight: wish.weight ?? 1 },
    cpuMilli: free,
    memoryMib: free,
    priority: wish.priority ?? 100,
  },
});

/** What may be said of a set of bare pods. */
export interface BarePods extends Partial<Omit<SubGroup, 'request'>> {
  readonly gpus?: number;
  readonly gpuMilli?: number;
  readonly cpuMilli?: number;
}

/** Equal pods, of a whole card each unless said. */
export const barePods = ({ gpus = 1, gpuMilli, cpuMilli = 0, ...wish }: BarePods): SubGroup => ({
  name: 'workers',
  pods: 1,
  ...wish,
  request: {
    gpuDevices: gpus,
    gpuMilli: gpus === 0 ? 0 : (gpuMilli ?? 1000),
    cpuMilli,
    memoryBytes: 0,
  },
});

/** A preemptible job that takes any node. @shape `queue` counts the leaves of the tree */
export const bareJob = (
  queue: number,
  pods: BarePods | readonly SubGroup[] = {},
  wish: Partial<Omit<Job, 'queue' | 'subGroups'>> & { readonly gang?: Gang } = {},
): Job => ({
  queue,
  priority: 50,
  isPreemptible: true,
  nodeSelector: {},
  tolerations: [],
  subGroups: 'length' in pods ? pods : [barePods(pods)],
  ...wish,
});

/** A world of which only some is said. */
export const bareWorld = (wish: Partial<World>): World => ({
  nodes: [],
  claims: [],
  queues: [],
  running: [],
  waiting: [],
  steps: [],
  ...wish,
});
