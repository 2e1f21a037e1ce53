import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Entitlements, PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';

/** A workload in books that are kept without the kernel, by reading the log alone. */
export interface Kept {
  readonly id: string;
  readonly queueId: string;
  readonly subGroups: readonly SubGroup[];
  readonly priority: number;
  readonly preemptible: boolean;
  /** `held` is a place that others still leave. */
  readonly stage: 'waiting' | 'held' | 'bound' | 'leaving' | 'over';
  readonly pods: readonly PodPlacement[];
}

/** Books of a whole log. */
export interface Books {
  readonly workloads: ReadonlyMap<string, Kept>;
  readonly queues: ReadonlyMap<string, { parentId: string; entitlements: Entitlements }>;
  readonly nodes: ReadonlyMap<
    string,
    { cpuMilli: number; memoryBytes: number; podsMax: number; gpuCount: number }
  >;
}

const changed = (kept: Kept, event: BerthRecorded): Kept => {
  switch (event.type) {
    case 'WorkloadQueued':
      return { ...kept, queueId: event.data.queueId, stage: 'waiting' };
    case 'WorkloadNominated':
      return { ...kept, stage: 'held', pods: event.data.placements };
    case 'WorkloadAllocated':
      return { ...kept, stage: 'bound', pods: event.data.placements };
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
      return { ...kept, stage: 'leaving' };
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return { ...kept, stage: ['bound', 'leaving'].includes(kept.stage) ? 'leaving' : 'over' };
    case 'WorkloadEvicted':
      return { ...kept, stage: 'waiting', pods: [] };
    case 'WorkloadStopped':
    case 'WorkloadDeleted':
    case 'WorkloadCompleted':
      return { ...kept, stage: 'over', pods: [] };
    default:
      return kept;
  }
};

/** A held place on a node or a card that is out of use is held no more. */
const isVoided = (kept: Kept, event: BerthRecorded): boolean => {
  if (kept.stage !== 'held') return false;
  const onNode = kept.pods.filter((pod) => pod.nodeId === event.subject.id);
  if (event.type === 'NodeDeviceFailed')
    return onNode.some((pod) => pod.devices.includes(event.data.device));
  return ['NodeLost', 'NodeCordoned'].includes(event.type) && onNode.length > 0;
};

/** Reads a log into books; knows nothing of how the kernel counts. */
export const booksOf = (log: readonly BerthRecorded[]): Books => {
  const workloads = new Map<string, Kept>();
  const queues = new Map<string, { parentId: string; entitlements: Entitlements }>();
  const nodes: Map<string, Extract<BerthRecorded, { type: 'NodeJoined' }>['data']> = new Map();
  for (const event of log) {
    const { id } = event.subject;
    if (event.type === 'NodeJoined') nodes.set(id, event.data);
    if (event.type === 'QueueOpened') queues.set(id, { ...event.data });
    const queue = queues.get(id);
    if (event.type === 'QueueEntitled' && queue !== undefined)
      queues.set(id, { ...queue, ...event.data });
    if (event.type === 'WorkloadSubmitted') {
      const { subGroups, priority, preemptible } = event.data;
      const fresh = { id, queueId: '', subGroups, priority, preemptible, pods: [] };
      workloads.set(id, { ...fresh, stage: 'waiting' });
    }
    if (event.subject.kind === 'node')
      for (const one of workloads.values())
        if (isVoided(one, event)) workloads.set(one.id, { ...one, stage: 'waiting', pods: [] });
    const kept = workloads.get(id);
    if (kept !== undefined) workloads.set(id, changed(kept, event));
  }
  return { workloads, queues, nodes };
};

/** What all pods of a workload ask for together. @unit thousandths of a card */
export const gpuMilliOf = (kept: Kept): number =>
  kept.subGroups.reduce(
    (sum, { pods, request }) => sum + pods * request.gpuDevices * request.gpuMilli,
    0,
  );

/** A queue and all above it. */
export const pathOf = (books: Books, queueId: string): readonly string[] => {
  const queue = books.queues.get(queueId);
  if (queue === undefined) return [];
  return [queueId, ...(queue.parentId === '' ? [] : pathOf(books, queue.parentId))];
};

/** What a queue and all below it have of cards: held places count, leavers do not. */
export const allocatedGpuMilli = (
  books: Books,
  queueId: string,
  counts: (kept: Kept) => boolean = () => true,
): number =>
  [...books.workloads.values()]
    .filter((kept) => ['bound', 'held'].includes(kept.stage) && counts(kept))
    .filter((kept) => pathOf(books, kept.queueId).includes(queueId))
    .reduce((sum, kept) => sum + gpuMilliOf(kept), 0);

/** Everything that is over-committed, in words; empty when all is well. */
export const overCommitted = (
  books: Books,
  stages: readonly Kept['stage'][],
): readonly string[] => {
  const used = new Map<string, number>();
  const add = (key: string, amount: number): void => {
    used.set(key, (used.get(key) ?? 0) + amount);
  };
  for (const { stage, pods, subGroups } of books.workloads.values()) {
    if (!stages.includes(stage)) continue;
    for (const pod of pods) {
      const request = subGroups.find((group) => group.name === pod.subGroup)?.request;
      add(`${pod.nodeId} cpu`, request?.cpuMilli ?? 0);
      add(`${pod.nodeId} memory`, request?.memoryBytes ?? 0);
      add(`${pod.nodeId} pods`, 1);
      for (const device of pod.devices) add(`${pod.nodeId} device-${device}`, pod.gpuMilli);
    }
  }
  const most = (key: string): number => {
    const [nodeId = '', what] = key.split(' ');
    const node = books.nodes.get(nodeId);
    if (what === 'cpu') return node?.cpuMilli ?? 0;
    if (what === 'memory') return node?.memoryBytes ?? 0;
    if (what === 'pods') return node?.podsMax ?? 0;
    return Number(what?.slice(7)) < (node?.gpuCount ?? 0) ? 1000 : 0;
  };
  return [...used].filter(([key, amount]) => amount > most(key)).map(([key]) => key);
};
