import type {
  NodeOffer,
  PodName,
  QueueOpening,
  Submission,
} from '../../domain/allocation/index.ts';
import type { Amounts, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { ClaimFact } from './facts.ts';

/** A pod that has a place. @shape `held`: its place is still left by others; `leaving`: it is told to go */
export interface BookedPod {
  readonly placement: PodPlacement;
  readonly stage: 'held' | 'bound' | 'leaving';
}

/** A workload in books that are kept without the kernel. */
export interface BookedJob {
  readonly submission: Submission;
  readonly queueId: string;
  readonly attempt: number;
  /** Whether it asks for the pods that it does not have. */
  readonly isAsking: boolean;
  /** Whether all of it is told to go, and whether it comes back then. */
  readonly exit: 'none' | 'returns' | 'ends';
  readonly pods: readonly BookedPod[];
  /** When its first pod got its devices. @unit ms since epoch */
  readonly startedAtMs: number;
  /** Since when it has fewer pods than it needs; −1: it has none or enough. @unit ms since epoch */
  readonly brokenSinceMs: number;
}

/** A node in the books. */
export interface BookedNode {
  readonly offer: NodeOffer;
  readonly isLost: boolean;
  readonly isCordoned: boolean;
  readonly broken: ReadonlySet<number>;
}

/** A queue in the books. @shape `usageMilli` absent: nobody told */
export interface BookedQueue extends QueueOpening {
  readonly isOpen: boolean;
  readonly usageMilli?: Amounts;
}

/** Books of everything that was told; values are never changed in place. */
export interface Books {
  readonly nodes: Map<string, BookedNode>;
  readonly queues: Map<string, BookedQueue>;
  readonly jobs: Map<string, BookedJob>;
  readonly topologies: Map<string, readonly string[]>;
  readonly claims: Map<string, ClaimFact>;
}

/** Books of nothing. */
export const noBooks = (): Books => ({
  nodes: new Map(),
  queues: new Map(),
  jobs: new Map(),
  topologies: new Map(),
  claims: new Map(),
});

/** Books that can go on by themselves. */
export const copied = (books: Books): Books => ({
  nodes: new Map(books.nodes),
  queues: new Map(books.queues),
  jobs: new Map(books.jobs),
  topologies: new Map(books.topologies),
  claims: new Map(books.claims),
});

/** A pod's name as one word. */
export const podKey = ({ subGroup, pod }: PodName): string => `${subGroup}-${pod}`;

/** The pods of a workload at some stages. */
export const podsAt = (
  { pods }: BookedJob,
  ...stages: readonly BookedPod['stage'][]
): readonly PodPlacement[] =>
  pods.filter(({ stage }) => stages.includes(stage)).map(({ placement }) => placement);

/** Whether a workload has pods at one of some stages. */
export const isAt = ({ pods }: BookedJob, ...stages: readonly BookedPod['stage'][]): boolean =>
  pods.some(({ stage }) => stages.includes(stage));
