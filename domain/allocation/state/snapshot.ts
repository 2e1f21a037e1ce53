import type { QueueTerms } from '../../foundation/queue-terms.ts';
import type {
  Amounts,
  Entitlements,
  SubGroup,
  TopologyConstraint,
} from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';
import type { Claim, Division } from './division.ts';
import type { ClaimState } from './extras.ts';
import type { DomainTree } from './topology.ts';
import { noTenancy, type Tenancy } from './tenancy.ts';
import { emptyTable, type Kind, type NodeState, type NodeTable } from './table.ts';

export type { ClaimState } from './extras.ts';
export type { Domain, DomainSums, DomainTree } from './topology.ts';
export type { Favourites, Found, Kind, KindIndex, NodeState, NodeTable, Offer } from './table.ts';

/** Stands for "no bound" in sums and comparisons. @unit whichever the other side has */
export const unbounded = Number.MAX_SAFE_INTEGER;

/** Amounts that a hot loop adds to and takes from. @unit thousandths of a card, millicores, MiB */
export type Tally = { -readonly [Resource in keyof Amounts]: number };

/** The resources that queues share, in the order in which ties are looked at. */
export const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;
/** See `resources`. */
export type Resource = (typeof resources)[number];

/** Equal pods of an ask. @shape `at` is the place of their kind among the parts of the build */
export interface Part {
  readonly name: string;
  readonly kind: Kind;
  readonly pods: number;
  readonly at: number;
}

/** What is asked for at once; asks that are equal for all nodes together share one. */
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

/** Pods that count together towards a minimum: a leaf of the tree of a gang. @shape `group` is an index, −1 is the root */
export interface PodSet {
  readonly name: string;
  readonly minPods: number;
  readonly pods: number;
  readonly group: number;
  readonly topology: TopologyConstraint | undefined;
  /** Its parts, as indexes into the build, in the order in which their pods are placed. */
  readonly parts: readonly number[];
}

/** An inner node of the tree of a gang. @shape `parent` is an index, −1 is the root */
export interface PodGroup {
  readonly name: string;
  readonly parent: number;
  readonly topology: TopologyConstraint | undefined;
}

/** A kind of pod of a workload, and how many it may have. */
export interface BuildPart {
  readonly name: string;
  readonly kind: Kind;
  readonly pods: number;
  readonly set: number;
  readonly podPriority: number;
  /** Where its pods begin when all pods of the workload are numbered through. */
  readonly offset: number;
}

/** What a workload consists of; equal workloads share one. */
export interface Build {
  readonly key: string;
  readonly parts: readonly BuildPart[];
  readonly sets: readonly PodSet[];
  readonly groups: readonly PodGroup[];
  readonly topology: TopologyConstraint | undefined;
  /** Whether all of it starts together or nothing does. */
  readonly isWhole: boolean;
  /** Whether where some pods are says where others may be. */
  readonly isBoundToPlaces: boolean;
  /** Sets its asks apart from those that look alike but stand under other constraints. */
  readonly context: string;
  /** What it needs to start. */
  readonly core: Shape;
  readonly pods: number;
  /** All that it may come to hold. */
  readonly amounts: Amounts;
  users: number;
}

/** One pod on its node. @shape `gpuMilli` is what it takes of each of its devices */
export interface Seat {
  readonly node: NodeState;
  readonly kind: Kind;
  readonly part: number;
  readonly pod: number;
  readonly devices: readonly number[];
  readonly gpuMilli: number;
}

/** How many pods of each set hold or are promised a place, and which pods are somewhere; kept for those only in part. */
export interface Roll {
  readonly active: Int32Array;
  /** By pod, numbered through: 0 nowhere, 1 somewhere, its leaving included. */
  readonly present: Uint8Array;
}

/** Pods of a workload that leave together: one that it can do without, or all that it has. */
export interface Unit {
  readonly workload: Workload;
  readonly seats: readonly Seat[];
  readonly amounts: Amounts;
  /** Whether the workload stops running by it. */
  readonly isWhole: boolean;
}

/** A workload as the kernel knows it. @shape `tag` is the index of its verdict among `verdictTags`, −1 for none */
export interface Workload {
  readonly id: string;
  readonly pool: Snapshot;
  /** The revision of its submission: smaller is older. */
  readonly age: number;
  readonly priority: number;
  readonly isPreemptible: boolean;
  /** Whether pods above the minimum may go although the workload may not. */
  readonly isSemiPreemptible: boolean;
  /** As it declared; 0 where it did not. @unit ms */
  readonly maxRunMs: number;
  readonly subGroups: readonly SubGroup[];
  readonly build: Build;
  attempt: number;
  queue: QueueState | undefined;
  /** Whether it waits for the pods that it lacks. */
  isAsking: boolean;
  /** What it asks for next; what it last asked for while it asks for nothing. */
  shape: Shape;
  /** 0 below its minimum, 1 at it, 2 above. */
  rank: number;
  waitingClass: WaitingClass | undefined;
  /** The class that it last waited in, where it will wait again if it comes back. */
  home: WaitingClass | undefined;
  bound: Seat[];
  held: Seat[];
  leaving: Seat[];
  /** Absent while all of it is in one state, or nothing is anywhere. */
  roll: Roll | undefined;
  /** Whether all of it leaves, and whether it will wait again then. */
  exit: 'none' | 'returns' | 'ends';
  /** Whether it counts among those that have or want devices. */
  isRequested: boolean;
  /** When its attempt got devices first; −1 before. @unit ms since epoch */
  startedAtMs: number;
  /** Since when it has fewer pods than its minimum although it has some; −1 while it has not. @unit ms since epoch */
  brokenSinceMs: number;
  /** When it began to wait. @unit ms since epoch */
  askedAtMs: number;
  /** How many its queue had placed by then. */
  askedAtCount: number;
  tag: number;
  boundAt: number;
  /** How much of it counts among what its queue may evict. @unit thousandths of a card */
  evictableMilli: number;
  /** What of it counts as not preemptible; kept for those that are so in part. */
  guarded: Tally | undefined;
  /** All its pods as one victim; made when asked for. */
  whole: Unit | undefined;
  /** The plan that decided about it, while that plan is made. */
  decidedIn: number;
}

/** What came of an action for a class, with the figures that made it so. */
export interface Outcome {
  /** The figures of nodes and of queues at which a search failed; −1 when none did. */
  version: number;
  figuresVersion: number;
  /** Until when it holds, if nothing else changes. @unit ms since epoch */
  untilMs: number;
  /** When it was found so, and whether that depends on the very time. @unit ms since epoch */
  atMs: number;
  isTimed: boolean;
  /** The plan that tried it last: what an earlier one found is not told. */
  triedIn: number;
  obstacle: 'NotPreemptible' | 'AboveFairShare' | 'AboveQuota' | 'NoVictims' | 'VictimsTooFew';
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
  /** Scratch of an action: entries from here on stand too far behind in their queue to be tried. */
  end: number;
  phase: 'open' | 'blocked' | 'done';
  /** 0 below the minimum, 1 at it, 2 above: those that lack more are first. */
  readonly rank: number;
  /** How long its workloads run at most, as they declared; 0 where they did not. @unit ms */
  readonly maxRunMs: number;
  /** Whether its workloads have begun so often that they may make others go for no more than their quota. */
  readonly isWeary: boolean;
  /** Whether its workloads have been sent away before. */
  readonly isBack: boolean;
  readonly consolidate: Outcome;
  readonly reclaim: Outcome;
  readonly preempt: Outcome;
}

/** Siblings with their claims side by side, as a division takes them. */
export interface Siblings {
  readonly queues: readonly QueueState[];
  readonly divisions: { readonly [Key in Resource]: Division };
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
  terms: QueueTerms;
  /** What it has of named resources and device models; kept while any queue of the pool has a say in them. */
  readonly named: Map<string, NamedTally>;
  /** The ages of those that got their devices lately, and how many there have been. */
  readonly placedAges: number[];
  placedCount: number;
  /** Use over time, of the capacity. @unit thousandths */
  usageMilli: Amounts;
  /** Scratch of a plan: what it would serve next, and those that may grow on after what they got in it. */
  next: Turn | undefined;
  growing: Workload[];
}

/** So much of a named resource. @unit thousandths of a card for device models, else the resource's own */
export interface NamedTally {
  allocated: number;
  nonPreemptible: number;
}

/** Who is next in a queue, and for what. @shape `one` absent: it grows on after what it got in the same plan */
export interface Turn {
  readonly workload: Workload;
  readonly shape: Shape;
  readonly one: WaitingClass | undefined;
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
  /** Those of them that must be near others, and whether these were there or promised when it was looked last. */
  readonly company: Map<Workload, boolean>;
  readonly tenancy: Tenancy<Workload, Seat>;
  /** Those that were said to have fewer pods than they need. */
  readonly broken: Set<Workload>;
  readonly kinds: Map<string, Kind>;
  readonly shapes: Map<string, Shape>;
  readonly builds: Map<string, Build>;
  /** Builds of one set of pods that take any node, by a number of what they ask: the short way to them. */
  readonly usualBuilds: Map<number, Build>;
  readonly total: Tally;
  /** What all its queues together have. */
  readonly allocated: Tally;
  roots: readonly QueueState[];
  siblingsOnTop: Siblings | undefined;
  leaves: readonly QueueState[];
  isLinked: boolean;
  isShared: boolean;
  /** How strongly past use counted when it was. @unit thousandths */
  sharedBy: number;
  /** Rises with every change of allocations, shares, entitlements: outcomes of evictions are void. */
  figuresVersion: number;
  figuresGiven: number;
  waiting: number;
  /** Ordered node-label keys, the widest first, by the name of the topology. */
  readonly topologies: Map<string, readonly string[]>;
  /** Their domains as the nodes are; made when asked for. */
  readonly domainTrees: Map<string, DomainTree>;
  readonly claims: Map<string, ClaimState>;
  /** Whether any queue has a quota or a limit of a named resource, and whether any keeps quota from being lent. */
  hasNamed: boolean;
  hasLending: boolean;
  plans: number;
  /** The age of the youngest workload that was ever submitted, as `seen.ts` tells ages apart. */
  seenEpoch: number;
  /** Rises when what was seen before that may be otherwise. */
  seenVersion: number;
  /** After so many attempts who waits makes others go for no more than its quota, by the rules; −1: never. */
  attemptsMax: number;
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
  company: new Map(),
  tenancy: noTenancy(),
  broken: new Set(),
  kinds: new Map(),
  shapes: new Map(),
  builds: new Map(),
  usualBuilds: new Map(),
  total: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  allocated: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  roots: [],
  siblingsOnTop: undefined,
  leaves: [],
  isLinked: false,
  isShared: false,
  sharedBy: 0,
  figuresVersion: 0,
  figuresGiven: 0,
  waiting: 0,
  topologies: new Map(),
  domainTrees: new Map(),
  claims: new Map(),
  hasNamed: false,
  hasLending: false,
  plans: 0,
  seenEpoch: 0,
  seenVersion: 0,
  attemptsMax: -1,
  rules: undefined,
});
