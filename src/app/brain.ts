import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import {
  type Moment,
  plan,
  type Plan,
  type Policy,
  type Snapshot,
} from '../../domain/allocation/index.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { type Process, processes } from '../../domain/processes/index.ts';
import { type Capacity, capacity } from '../../projections/capacity/index.ts';
import type { Effect } from '../../adapters/ports/cluster.ts';
import type { PlainRequest } from './handle.ts';
import type { PoolDecisions, PoolMoment } from './pool-decisions.ts';
import { emptyStates, type States } from './states.ts';
import type { Wakes } from './wakes.ts';

/** A process with the state that it has folded so far. */
export interface RunningProcess {
  readonly process: Process<unknown>;
  readonly state: unknown;
}

/** Decides for a node pool on its capacity and under its rules: the kernel, or what somebody tries instead of it. */
export type Planner = (snapshot: Snapshot, policy: Policy, moment: Moment) => Plan;

/** Another kernel, which looks at the facts by its own view, decides for a node pool. */
export type StandIn = (moment: PoolMoment) => PoolDecisions;

/** A view that follows the log beside the capacity, such as a report. */
export interface Watcher {
  readonly apply: (fact: BerthRecorded) => void;
}

/**
 * Everything that the engine remembers: folds of the log, and the work that facts have asked for.
 *
 * `states` run ahead of the ledger by the batch in hand; `capacity`, `processes` and `watchers` see only facts that
 * were committed. Deleting a brain loses nothing: the ledger has it all.
 */
export interface Brain {
  readonly states: States;
  readonly capacity: Capacity;
  readonly processes: readonly RunningProcess[];
  readonly watchers: readonly Watcher[];
  /** Commands that processes asked for and that are not yet decided, oldest first. */
  readonly reactions: PlainRequest[];
  /** What the cluster is to be asked, oldest first. */
  readonly effects: Effect[];
  /** The rules where the ledger has adopted none. */
  readonly basePolicy: Policy;
  readonly planner: Planner;
  /** Decides instead of the planner, where there is one. */
  readonly standIn?: StandIn;
  /** Of this run of the program alone: a start plans every pool in which somebody waits. */
  readonly wakes: Wakes;
  epoch: number;
}

/** A brain before the first fact. */
export const createBrain = (
  basePolicy: Policy,
  watchers: readonly Watcher[] = [],
  planner: Planner = plan,
): Brain => ({
  states: emptyStates(),
  capacity: capacity.initial(),
  processes: processes.map((process) => ({ process, state: process.initial() })),
  watchers,
  reactions: [],
  effects: [],
  basePolicy,
  planner,
  wakes: new Map(),
  epoch: 0,
});

/** Makes a watcher of a projection, from nothing or from what was folded before; `view()` is what it has folded so far. */
export const watch = <View>(
  projection: Projection<View, BerthEvent>,
  from?: View,
): Watcher & { readonly view: () => View } => {
  let view = from ?? projection.initial();
  return {
    apply: (fact) => {
      if (projection.handles.has(fact.type)) view = projection.apply(view, fact);
    },
    view: () => view,
  };
};
