import type {
  Amounts,
  Entitlements,
  Labels,
  NodeSelector,
  SubGroup,
  Taint,
  Toleration,
} from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';

/** Stands for "no bound" in sums and comparisons. @unit whichever the other side has */
export const unbounded = Number.MAX_SAFE_INTEGER;

/** Amounts that a hot loop adds to and takes from. @unit thousandths of a card, millicores, MiB */
export type Tally = { -readonly [Resource in keyof Amounts]: number };

/** The resources that queues share, in the order in which ties are looked at. */
export const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;
/** See `resources`. */
export type Resource = (typeof resources)[number];

/** A node of the pool. @shape `slot` is its row in the table, −1 once it is gone. */
export interface NodeState {
  readonly id: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly memoryMib: number;
  slot: number;
  isLost: boolean;
  isCordoned: boolean;
}

/**
 * Nodes and devices as columns, one row per slot.
 *
 * "Now" is what is physically free (capacity − bound − leaving); "future" what will be (capacity − bound − reserved).
 * @shape a device's column entry is `deviceStart[slot] + number`; `rankOf`/`slotAt` order slots by node id.
 */
export interface NodeTable {
  readonly byId: Map<string, NodeState>;
  readonly slots: (NodeState | undefined)[];
  readonly freeSlots: number[];
  /** Distinct pairs of labels and taints, so that a selector is matched once per pair. */
  readonly profiles: Map<string, number>;
  readonly profileNodes: NodeState[];
  profile: Int32Array;
  usable: Uint8Array;
  deviceStart: Int32Array;
  deviceCount: Int32Array;
  /** Devices that are not broken. */
  deviceOk: Int32Array;
  cpuCap: Float64Array;
  cpuNow: Float64Array;
  cpuFuture: Float64Array;
  memoryCap: Float64Array;
  memoryNow: Float64Array;
  memoryFuture: Float64Array;
  podsCap: Int32Array;
  podsNow: Int32Array;
  podsFuture: Int32Array;
  /** Working devices that are wholly free, physically and for the future. */
  wholeNow: Int32Array;
  wholeFuture: Int32Array;
  /** Thousandths of working devices that are free for the future. */
  gpuFuture: Int32Array;
  usedNow: Int32Array;
  usedFuture: Int32Array;
  broken: Uint8Array;
  devices: number;
  rankOf: Int32Array;
  slotAt: Int32Array;
  count: number;
  rankedAt: number;
  /** Rises when a node joins or goes: orders and indexes are void. */
  setVersion: number;
  /** Rises when what an empty node offers changes. */
  offerVersion: number;
  /** Names the present figures; taken back by an undo, never given twice. */
  version: number;
  versionsGiven: number;
  /** Ring of slots whose figures changed; a reader that is too far behind starts anew. */
  changes: Int32Array;
  changed: number;
}

/** Nodes in a tournament tree by score, for one kind of pod. @shape leaves by rank; 0 is "does not fit" */
export interface KindIndex {
  readonly setVersion: number;
  readonly offset: number;
  readonly best: Int32Array;
  /** How many pods of the kind each rank could still take; kept for gangs only. */
  readonly room: Int32Array | undefined;
  roomTotal: number;
  readAt: number;
}

/** A node for a pod. @shape `score` 0: no node will do, and `slot` is −1 */
export interface Found {
  readonly slot: number;
  readonly score: number;
}

/** What is known of a kind of pod against the nodes as they are when empty. */
export interface Offer {
  readonly offerVersion: number;
  readonly nodes: number;
  readonly refusedBySelector: number;
  readonly refusedByTaint: number;
  readonly fitsEmpty: number;
  readonly largestGpuMilli: number;
  readonly largestCpuMilli: number;
  readonly largestMemoryBytes: number;
}

/** Pods that are equal for every node: same request, selector, tolerations. */
export interface Kind {
  readonly key: string;
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly memoryMib: number;
  readonly selector: NodeSelector;
  readonly tolerations: readonly Toleration[];
  /** By profile: 0 unknown, 1 refused by selector, 2 by taint, 3 + number of taints that only cost. */
  readonly match: number[];
  isGang: boolean;
  index: KindIndex | undefined;
  usedAt: number;
  /** The best node as last found, and the figures that it was found at. */
  found: Found;
  foundAt: number;
  offer: Offer | undefined;
  users: number;
}

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

const emptyTable = (): NodeTable => ({
  byId: new Map(),
  slots: [],
  freeSlots: [],
  profiles: new Map(),
  profileNodes: [],
  profile: new Int32Array(0),
  usable: new Uint8Array(0),
  deviceStart: new Int32Array(0),
  deviceCount: new Int32Array(0),
  deviceOk: new Int32Array(0),
  cpuCap: new Float64Array(0),
  cpuNow: new Float64Array(0),
  cpuFuture: new Float64Array(0),
  memoryCap: new Float64Array(0),
  memoryNow: new Float64Array(0),
  memoryFuture: new Float64Array(0),
  podsCap: new Int32Array(0),
  podsNow: new Int32Array(0),
  podsFuture: new Int32Array(0),
  wholeNow: new Int32Array(0),
  wholeFuture: new Int32Array(0),
  gpuFuture: new Int32Array(0),
  usedNow: new Int32Array(0),
  usedFuture: new Int32Array(0),
  broken: new Uint8Array(0),
  devices: 0,
  rankOf: new Int32Array(0),
  slotAt: new Int32Array(0),
  count: 0,
  rankedAt: -1,
  setVersion: 0,
  offerVersion: 0,
  version: 0,
  versionsGiven: 0,
  changes: new Int32Array(1024),
  changed: 0,
});

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
