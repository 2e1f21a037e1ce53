import type { Revision } from '../../domain/foundation/event.ts';
import type {
  Amounts,
  Entitlements,
  PodPlacement,
  SubGroup,
} from '../../domain/foundation/shapes.ts';

/** A queue as facts tell it. */
export interface BoardQueue {
  readonly id: string;
  readonly ownerKind: 'project' | 'department';
  readonly ownerId: string;
  readonly nodePoolId: string;
  /** Empty for a queue at the top. */
  readonly parentId: string;
  /** Breaks ties among siblings: the revision of its opening. */
  readonly openedAt: Revision;
  readonly entitlements: Entitlements;
}

/** What the workloads of a queue hold and ask for. */
export interface QueueSums {
  readonly allocated: Amounts;
  readonly allocatedNonPreemptible: Amounts;
  /** What is allocated and what waiting workloads ask for. */
  readonly requested: Amounts;
  /** What waiting pods ask for by memory of GPUs, besides: how many GPUs that is, their nodes will say. @unit MiB */
  readonly requestedGpuMemoryMib: number;
  /** Workloads that wait. */
  readonly pending: number;
  /** Workloads that hold devices and whose containers are not ready yet. */
  readonly initializing: number;
  /** Workloads that hold devices and run, degraded ones too. */
  readonly running: number;
}

/** A workload that has not ended, as far as queues are concerned. */
export interface BoardWorkload {
  readonly subGroups: readonly SubGroup[];
  readonly asked: Amounts;
  /** What its pods without places ask for by memory of GPUs. @unit MiB */
  readonly askedGpuMemoryMib: number;
  /** Its pods that stay, and what they hold. */
  readonly placements: readonly PodPlacement[];
  readonly held: Amounts;
  readonly isPreemptible: boolean;
  /** What of it may not be evicted, where that is its core only; `undefined` of all others. */
  readonly core: Amounts | undefined;
  readonly stage: BoardStage;
  /** Empty until it is queued for the first time. */
  readonly queueId: string;
}

/** Whether a workload counts for its queue, and as what. */
export type BoardStage = 'absent' | 'pending' | 'initializing' | 'running';

/** What a node gives to its pool while it is ready. */
export interface BoardNode {
  readonly nodePoolId: string;
  readonly isReady: boolean;
  readonly gpuCount: number;
  readonly brokenDevices: ReadonlySet<number>;
  readonly cpuMilli: number;
  readonly memoryMib: number;
}

/** Queues, the workloads that count for them, and the nodes that the shares are cut from. */
export interface QueueBoard {
  readonly queues: Map<string, BoardQueue>;
  /** What each queue's own workloads hold and ask for; a queue that is not open yet, or no more, has sums too. */
  readonly sums: Map<string, QueueSums>;
  readonly workloads: Map<string, BoardWorkload>;
  readonly nodes: Map<string, BoardNode>;
}

/** A queue as a line of the grid. @unit thousandths of a card, millicores, MiB; −1 is unlimited */
export interface QueueRow extends BoardQueue {
  /** 0 for a queue at the top. */
  readonly depth: number;
  /** Its own workloads only. */
  readonly own: QueueSums;
  /** Itself and all queues below it. */
  readonly subtree: QueueSums;
}

/** A queue with what is fair for it now. */
export interface QueueRowWithShare extends QueueRow {
  readonly fairShare: Amounts;
  /** What it has used over time, with all below it, of what there was. @unit thousandths */
  readonly usage: Amounts;
}

/** What queues have used over time, and how much that counts. @unit thousandths */
export interface PastUse {
  readonly factorMilli: number;
  readonly of: (queue: Pick<BoardQueue, 'id' | 'nodePoolId'>) => Amounts;
}

/** What nobody holds. */
export const noAmounts: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

/** The sums of a queue that nothing counts for yet. */
export const emptySums = (): QueueSums => ({
  allocated: { ...noAmounts },
  allocatedNonPreemptible: { ...noAmounts },
  requested: { ...noAmounts },
  requestedGpuMemoryMib: 0,
  pending: 0,
  initializing: 0,
  running: 0,
});
