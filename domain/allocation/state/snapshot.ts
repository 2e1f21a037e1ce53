import type { Amounts, Entitlements, SubGroup } from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';
import { emptyTable, type Kind, type NodeState, type NodeTable } from './table.ts';

export type { Found, Kind, KindIndex, NodeState, NodeTable, Offer } from './table.ts';

/** Stands for "no bound" in sums and comparisons. @unit whichever the other side has */
export const unbounded = Number.MAX_SAFE_INTEGER;

/** Amounts that a hot loop adds to and takes from. @unit thousandths of a card, millicores, MiB */
export type Tally = { -readonly [Resource in keyof Amounts]: number };

/** The resources that queues share, in the order in which ties are looked at. */
export const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;
/** See `resources`. */
export type Resource = (typeof resources)[number];

/** Equal pods of a shape. */
export interface Part {
  readonly name: string;
  readonly kind: Kind;
  readonly pods: number;
}

/** Workloads that are equal for all nodes together. */
export interface Shape {
  readonly key: string;
  readonly parts: readonly Part[];
  readonly amounts: Amounts;
  readonly pods: number;
  readonly devices: number;
  /** The figures at which it was last seen not to fit. */
  failedAt: number;
  users: number;
}

/** One pod on its node. */
export interface Seat {
  readonly node: NodeState;
  readonly kind: Kind;
  readonly part: number;
  readonly pod: number;
  readonly devices: readonly number[];
  /** What it takes of each device; absent where that is what its kind says. @unit thousandths of a card */
  readonly gpuMilli?: number;
}

/** Where a workload stands for the kernel; `idle` holds nothing and asks for nothing. */
export type Stage = 'idle' | 'waiting' | 'nominated' | 'bound' | 'leaving';

/** A workload as the kernel knows it. @shape `tag` is the index of its verdict among `verdictTags`, −1 for none */
export interface Workload {
  readonly id: string;
  readonly pool: Snapshot;
  /** The revision of its submission: smaller is older. */
  readonly age: number;
  readonly priority: number;
  readonly isPreemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  readonly shape: Shape;
  attempt: number;
  queue: QueueState | undefined;
  waitingClass: WaitingClass | undefined;
  /** The class that it last waited in, where it will wait again if it comes back. */
  home: WaitingClass | undefined;
  stage: Stage;
  /** Whether it will wait again once it has left. */
  returns: boolean;
  seats: readonly Seat[];
  tag: number;
  boundAt: number;
  /** The plan that decided about it, while that plan is made. */
  decidedIn: number;
}

/** What came of an action for a class, with the figures that made it so. */
export interface Outcome {
  /** The figures of nodes and of queues at which a search failed; −1 when none did. */
  version: number;
  figuresVersion: number;
  obstacle: 'none' | 'AboveFairShare' | 'AboveQuota' | 'NoVictims' | 'VictimsTooFew';
  figure: number;
  bound: number;
}

/** Waiting workloads of one queue that are equal but for their age: what fails for one fails for all. */
export interface WaitingClass {
  readonly key: string;
  readonly queue: QueueState;
  readonly shape: Shape;
  readonly priority: number;
  readonly isPreemptible: boolean;
  /** By age, then id; those that left stay until a sweep. */
  readonly entries: Workload[];
  head: number;
  waiting: number;
  readonly byTag: Set<Workload>[];
  listedAt: number;
  /** Scratch of a plan: the next entry to decide about, and whether that is worth trying. */
  cursor: number;
  phase: 'open' | 'blocked' | 'done';
  readonly reclaim: Outcome;
  readonly preempt: Outcome;
}

/** One resource of a queue in a division. @unit see `Amounts`; quota and limit −1 are "all" and "none" */
export interface Claim {
  readonly id: string;
  readonly openedAt: number;
  readonly priority: number;
  readonly quota: number;
  readonly limit: number;
  readonly weight: number;
  /** Use over time, of the capacity. @unit thousandths */
  readonly usageMilli: number;
  request: number;
  share: number;
  /** What it was before it was divided anew. */
  before: number;
  remainder: number;
}

/** Siblings with their claims side by side, as a division takes them. */
export interface Siblings {
  readonly queues: readonly QueueState[];
  readonly claims: { readonly [Key in Resource]: readonly Claim[] };
}

/** A queue of the pool. @shape a queue that was never opened, was closed, or lacks an ancestor is not `isServed` */
export interface QueueState {
  readonly id: string;
  parentId: string;
  isOpen: boolean;
  openedAt: number;
  entitlements: Entitlements;
  parent: QueueState | undefined;
  children: readonly QueueState[];
  siblingsBelow: Siblings | undefined;
  isServed: boolean;
  depth: number;
  readonly allocated: Tally;
  readonly nonPreemptible: Tally;
  readonly requested: Tally;
  claims: { readonly [Key in Resource]: Claim };
  /** The most it can get: its limit, or the larger of quota and fair share. */
  readonly allocatable: Tally;
  readonly classes: Map<string, WaitingClass>;
  /** The class of each shape that was listed last. */
  readonly classOfShape: Map<Shape, WaitingClass>;
  readonly waiting: WaitingClass[];
  /** Its bound workloads that may be evicted. */
  readonly evictable: Workload[];
  evictableGpuMilli: number;
  /** How many of them there are by priority. */
  readonly evictableAt: Map<number, number>;
  /** Scratch of a plan: the class that it would serve next, and whether a class below is open. */
  next: WaitingClass | undefined;
}

/** Devices that pods use by name instead of by number. @shape `queueId` empty: any queue's pods may use it */
export interface ClaimState {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly queueId: string;
}

/**
 * All that a plan for one node pool looks at, kept as facts arrive.
 *
 * @shape one node pool is one shard. Only this module's functions read or change it.
 */
export interface Snapshot {
  readonly nodePoolId: string;
  readonly nodes: NodeTable;
  readonly queues: Map<string, QueueState>;
  /** Pools that are kept together share one. */
  readonly workloads: Map<string, Workload>;
  readonly nominated: Set<Workload>;
  readonly kinds: Map<string, Kind>;
  readonly shapes: Map<string, Shape>;
  /** Shapes of one set of pods that take any node, by a number of what they ask: the short way to them. */
  readonly usualShapes: Map<number, Shape>;
  readonly total: Tally;
  /** What all its queues together have. */
  readonly allocated: Tally;
  roots: readonly QueueState[];
  siblingsOnTop: Siblings | undefined;
  leaves: readonly QueueState[];
  isLinked: boolean;
  isShared: boolean;
  /** Rises with every change of allocations, shares, entitlements: outcomes of evictions are void. */
  figuresVersion: number;
  figuresGiven: number;
  waiting: number;
  /** Ordered node-label keys, the widest first, by the name of the topology. */
  readonly topologies: Map<string, readonly string[]>;
  readonly claims: Map<string, ClaimState>;
  plans: number;
  /** The rules under which the remembered outcomes and indexes were made. */
  rules: Policy | undefined;
}

/** A node pool of which nothing is known yet; several may share their `workloads`, of which no two have one id. */
export const createSnapshot = (
  nodePoolId: string,
  workloads = new Map<string, Workload>(),
): Snapshot => ({
  nodePoolId,
  nodes: emptyTable(),
  queues: new Map(),
  workloads,
  nominated: new Set(),
  kinds: new Map(),
  shapes: new Map(),
  usualShapes: new Map(),
  total: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  allocated: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  roots: [],
  siblingsOnTop: undefined,
  leaves: [],
  isLinked: false,
  isShared: false,
  figuresVersion: 0,
  figuresGiven: 0,
  waiting: 0,
  topologies: new Map(),
  claims: new Map(),
  plans: 0,
  rules: undefined,
});
