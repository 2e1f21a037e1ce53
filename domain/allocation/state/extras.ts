import type { NodeExpression } from '../../foundation/node-terms.ts';
import type { Labels, NodeSelector } from '../../foundation/shapes.ts';

/** Something that nodes count and pods take: one column per name, a row per slot. */
export interface CountColumn {
  readonly name: string;
  /** What a node has of it that says nothing about it: one of each port, none of a resource. */
  readonly usual: number;
  /** How many cards one of it counts for. */
  readonly cards: number;
  cap: Float64Array;
  now: Float64Array;
  future: Float64Array;
  /** Kinds of pods that ask for it. */
  users: number;
}

/** So much of a column. */
export interface Count {
  readonly column: CountColumn;
  readonly amount: number;
}

/** Nodes by the value of one label. @shape `ofSlot` −1: the node lacks the label */
export interface Domains {
  readonly key: string;
  ofSlot: Int32Array;
  readonly numbers: Map<string, number>;
  /** Nodes of each domain. */
  readonly sizes: number[];
  /** How many domains have more than one node: while none has, what happens in a domain happens on one node. */
  wide: number;
  users: number;
}

/** A sum for each domain, physically and for the future. */
export interface DomainSums {
  readonly now: number[];
  readonly future: number[];
}

/**
 * Pods with certain labels, by the domains of one node label, and who cares about them.
 *
 * @shape `labels` undefined: nobody can have them, for they contradict each other.
 */
export interface Term {
  readonly key: string;
  readonly labels: Labels | undefined;
  readonly domains: Domains;
  /** Pods that are meant. */
  readonly matching: DomainSums;
  matchingNow: number;
  matchingFuture: number;
  /** Pods that will not be in one domain with any that is meant. */
  readonly refusing: DomainSums;
  /** How much the pods of a domain would like one that is meant, for the future. */
  readonly liking: number[];
  users: number;
}

/** How much a pod would like to be near those that are meant; negative: far. */
export interface Wish {
  readonly term: Term;
  readonly weight: number;
}

/** How many pods of a kind a node has. */
export interface Seated {
  now: number;
  future: number;
}

/** What the pods of a kind are to others, and others to them. */
export interface Neighbourly {
  readonly labels: Labels;
  /** Pods that each of them must be near, all in one: nothing else is near in the meaning of Kubernetes. */
  readonly near: readonly Term[];
  /** Whether the pods themselves are what they must be near, so that the first one may sit anywhere. */
  readonly isNearItself: boolean;
  readonly far: readonly Term[];
  readonly wishes: readonly Wish[];
  /** All terms of whomever that mean these pods. */
  readonly matched: Term[];
  readonly seated: Map<number, Seated>;
}

/** Devices that pods use by name instead of by number. @shape `queueId` empty: any queue's pods may use it */
export interface ClaimState {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly queueId: string;
}

/** Where a claim is allocated, and for how many pods: at one node as long as one of them is there. */
export interface ClaimHold {
  pods: number;
  slot: number;
}

/** A claim that pods name. @shape `claim` undefined: nobody has said what it is */
export interface ClaimUse {
  readonly name: string;
  claim: ClaimState | undefined;
  column: CountColumn | undefined;
  readonly now: ClaimHold;
  readonly future: ClaimHold;
  /** Kinds of pods that name it. */
  users: number;
}

/** Labels that a pod would like its node to have. */
export interface NodeWish {
  readonly labels: NodeSelector;
  readonly matchExpressions?: readonly NodeExpression[];
  readonly weight: number;
}

/** What only some pods ask for; a kind without any of it pays one look. */
export interface Extras {
  /** Memory of each device in place of a share; 0: none is asked. @unit MiB */
  readonly gpuMemoryMib: number;
  /** Resources, slices and ports. */
  readonly counts: readonly Count[];
  /** Slices of partitioned devices in all, by their size. @unit thousandths of a card */
  readonly sliceMilli: number;
  readonly asksSlices: boolean;
  /** It wants a slice in a way that nobody grants any more. */
  readonly isLegacySlice: boolean;
  readonly claims: readonly ClaimUse[];
  readonly nodeWishes: readonly NodeWish[];
  /** What `nodeWishes` come to, by profile of the node. */
  readonly liked: number[];
  readonly neighbours: Neighbourly | undefined;
}
