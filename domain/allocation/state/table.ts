import type { NodeTerm } from '../../foundation/node-terms.ts';
import type { Labels, NodeSelector, Taint, Toleration } from '../../foundation/shapes.ts';
import type { TieOrder } from '../policy/policy.ts';
import type { Layout } from '../score/layout.ts';
import type { ClaimUse, CountColumn, Domains, Extras, Neighbourly, Term } from './extras.ts';

/** What a node is, for pods that use devices. @shape bits of `NodeTable.traits` */
export const traits = {
  /** It has devices of some sort. */
  devices: 1,
  /** Its whole devices are slices, which are not shared. */
  slicesAsDevices: 2,
  /** Its slices go by the names of their resources, and no whole device is to be had. */
  slicesByName: 4,
  /** All its devices are given out by claims. */
  claimsOnly: 8,
} as const;

/** A node of the pool. @shape `slot` is its row in the table, −1 once it is gone. */
export interface NodeState {
  readonly id: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly memoryMib: number;
  /** What its devices are; empty where nobody says. */
  readonly gpuModel: string;
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
  /** See `traits`. */
  traits: Uint8Array;
  deviceStart: Int32Array;
  deviceCount: Int32Array;
  /** Devices that are not broken. */
  deviceOk: Int32Array;
  /** Memory of each device; 0: nobody knows it. @unit MiB */
  deviceMemory: Int32Array;
  /** What its slices and its devices by claim count for as cards. @unit thousandths of a card */
  otherGpuMilli: Float64Array;
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
  /** What nodes count besides, by name. */
  readonly columns: Map<string, CountColumn>;
  /** Nodes by the values of the labels that terms speak of. */
  readonly domains: Map<string, Domains>;
  readonly terms: Map<string, Term>;
  /** Kinds of pods that have labels or care about those of others. */
  readonly neighbourly: Set<Neighbourly>;
  readonly claimUses: Map<string, ClaimUse>;
  /** How many nodes have slices in the place of whole devices. */
  slicedNodes: number;
  /** How many nodes have devices of so much memory. */
  readonly memories: Map<number, number>;
  /** Rises when what pods count for, as far as it depends on nodes and claims, may be another. */
  amountsVersion: number;
  /** The `amountsVersion` that queues count by. */
  reckonedAt: number;
  rankOf: Int32Array;
  slotAt: Int32Array;
  count: number;
  rankedAt: number;
  /** All nodes as a search sees them; made anew with `rankOf` and `slotAt`. */
  frame: Frame;
  /** Rises when a node joins or goes: orders and indexes are void. */
  setVersion: number;
  /** Rises when what an empty node offers changes. */
  offerVersion: number;
  /** Names the present figures; taken back by an undo, never given twice. */
  version: number;
  versionsGiven: number;
  /** How many changes of figures there were; which of them was the last of each slot, 0 for none. */
  changed: number;
  lastChange: Float64Array;
  /** Names the present figures of each slot; taken back by an undo, never given twice. */
  figures: Float64Array;
  /** The slot that changed last, and for each slot which changed before it and after it; −1 at the ends. */
  newest: number;
  /** Whether what moves is put back before anybody asks what changed. */
  isSupposing: boolean;
  older: Int32Array;
  newer: Int32Array;
  /** What nodes are ranked by before their ids. */
  tieOrder: TieOrder;
  /** How nodes are judged where policy minds fragments. */
  layout: Layout | undefined;
}

/** Some nodes in the order of their ids, and what a search adds to what they score. */
export interface Frame {
  /** Slots in order. */
  readonly slotAt: ArrayLike<number>;
  readonly count: number;
  /** The place of each slot in that order; −1 or missing: not among them. */
  readonly placeOf: Int32Array;
  /** The rank of each slot's domain among those that the search would rather have, if it has any. @shape 0..15 */
  readonly rankOf: ReadonlyMap<number, number> | undefined;
}

/** Nodes in a tournament tree by score, for one kind of pod. @shape leaves by place; 0 is "does not fit" */
export interface KindIndex {
  readonly setVersion: number;
  readonly offset: number;
  readonly best: Int32Array | Float64Array;
  /** How many pods of the kind each place could still take; kept for gangs only. */
  readonly room: Int32Array | undefined;
  roomTotal: number;
  readAt: number;
}

/** A node for a pod. @shape `score` 0: no node will do, and `slot` is −1 */
export interface Found {
  readonly slot: number;
  readonly score: number;
}

/** A node among those that are best for a kind. @shape `place` in the order of ties */
export interface Favourite extends Found {
  readonly place: number;
}

/** The best nodes for a kind in order, kept where an index of all would not be worth it. */
export interface Favourites {
  readonly setVersion: number;
  line: Favourite[];
  /** All other nodes that are of use come after this one; absent: there are no others. */
  beyond: Favourite | undefined;
  readAt: number;
}

/** What is known of a kind of pod against the nodes as they are when empty. */
export interface Offer {
  readonly offerVersion: number;
  readonly nodes: number;
  readonly refusedBySelector: number;
  readonly refusedByTaint: number;
  /** How many nodes anything else stands against, whoever is on them. */
  readonly refusals: readonly { readonly reason: string; readonly nodes: number }[];
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
  /** One of these must hold besides; none where there is none. */
  readonly nodeTerms: readonly NodeTerm[];
  readonly tolerations: readonly Toleration[];
  /** What it counts for in queues; where that depends on the node, at most. @unit thousandths of a card */
  askedGpuMilli: number;
  /** How much of that is for slices and claims, on whichever node. @unit thousandths of a card */
  otherGpuMilli: number;
  /** Whether other pods say where it may be, or it says so of others. */
  readonly looksAtPods: boolean;
  /** By profile: 0 unknown, 1 refused by selector, 2 by taint, 3 + number of taints that only cost. */
  readonly match: number[];
  isGang: boolean;
  index: KindIndex | undefined;
  usedAt: number;
  /** The best node as last found, and the figures that it was found at. */
  found: Found;
  foundAt: number;
  favourites: Favourites | undefined;
  offer: Offer | undefined;
  /** What only some pods ask for. */
  readonly extras: Extras | undefined;
  /** How many pods of it were submitted, by the age of their workloads: see `seen.ts`. */
  readonly seen: number[];
  users: number;
}

/** A table without nodes. */
export const emptyTable = (): NodeTable => ({
  byId: new Map(),
  slots: [],
  freeSlots: [],
  profiles: new Map(),
  profileNodes: [],
  profile: new Int32Array(0),
  usable: new Uint8Array(0),
  traits: new Uint8Array(0),
  deviceStart: new Int32Array(0),
  deviceCount: new Int32Array(0),
  deviceOk: new Int32Array(0),
  deviceMemory: new Int32Array(0),
  otherGpuMilli: new Float64Array(0),
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
  columns: new Map(),
  domains: new Map(),
  terms: new Map(),
  neighbourly: new Set(),
  claimUses: new Map(),
  slicedNodes: 0,
  memories: new Map(),
  amountsVersion: 0,
  reckonedAt: 0,
  rankOf: new Int32Array(0),
  slotAt: new Int32Array(0),
  count: 0,
  rankedAt: -1,
  frame: { slotAt: new Int32Array(0), count: 0, placeOf: new Int32Array(0), rankOf: undefined },
  setVersion: 0,
  offerVersion: 0,
  version: 0,
  versionsGiven: 0,
  changed: 0,
  lastChange: new Float64Array(0),
  figures: new Float64Array(0),
  newest: -1,
  isSupposing: false,
  older: new Int32Array(0),
  newer: new Int32Array(0),
  tieOrder: 'node-id',
  layout: undefined,
});
