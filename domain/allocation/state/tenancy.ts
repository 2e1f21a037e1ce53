/** Room for more pods on a node, once somebody who runs there has gone with all who end before. */
export interface Opening<Workload> {
  readonly after: Workload;
  readonly pods: number;
}

/** How room for one kind of pod opens on each node as those who run end, the soonest first; a tournament by the first. */
export interface Openings<Workload> {
  readonly setVersion: number;
  readonly termsVersion: number;
  readonly offset: number;
  /** By the rank of the node. */
  readonly at: (readonly Opening<Workload>[])[];
  /** Which rank opens first; −1 is none. Leaves by rank from `offset` on. */
  readonly first: Int32Array;
  /** What was found on each node when it last took pods. */
  readonly found: (readonly Opening<Workload>[])[];
  /** The names of the figures of each node: those that `found` is of, and those that `at` shows. */
  readonly foundOf: Float64Array;
  readonly shownOf: Float64Array;
  readAt: number;
}

/** Devices that the pods on a node hold: whole ones of workloads of one pod, and others. */
export interface Holdings {
  alone: number;
  others: number;
}

/** Who runs where, and what is known of when they end. */
export interface Tenancy<Workload, Seat> {
  /** The pods that run on a node, by its slot and by their workloads. */
  readonly bySlot: Map<number, Map<Workload, Seat[]>>;
  /** What they hold, by slot. */
  readonly holdings: Map<number, Holdings>;
  /** By the kind of pod that looks for room. */
  readonly openings: Map<object, Openings<Workload>>;
  /** Rises when a queue may say otherwise how long its workloads run. */
  termsVersion: number;
}

/** Nobody runs anywhere. */
export const noTenancy = <Workload, Seat>(): Tenancy<Workload, Seat> => ({
  bySlot: new Map(),
  holdings: new Map(),
  openings: new Map(),
  termsVersion: 0,
});
