import { fitsNow, pickDevices, shareOn } from '../fit/fit.ts';
import { bestNode, bestWithin, type Scope, scopeOf } from '../fit/seek.ts';
import type { Policy } from '../policy/policy.ts';
import { type Journal, seatTried } from '../state/journal.ts';
import { both, future } from '../state/occupancy.ts';
import type { Kind, Seat, Workload } from '../state/snapshot.ts';

/** The rules and the state that a trial runs under. */
export interface Trial {
  readonly journal: Journal;
  readonly policy: Policy;
  /** What workloads that grow under a topology have got so far, and their book does not show yet. */
  readonly seated?: ReadonlyMap<Workload, readonly Seat[]>;
}

/** A pod to be seated. */
export interface PodOf {
  readonly kind: Kind;
  readonly part: number;
  readonly pod: number;
}

/** A pod in its place. @shape `isNow`: it is physically free */
export interface Seated {
  readonly seat: Seat;
  readonly isNow: boolean;
}

/** Nodes to which a search is confined. @shape slots in the order in which ties are broken; a higher rank goes first */
export interface Confines {
  readonly slots: readonly number[];
  readonly rankOf?: ReadonlyMap<number, number> | undefined;
}

/** What was found out about each of the confines of a trial, for as long as somebody holds on to them. */
const scopes = new WeakMap<Confines, Scope>();

const scopeIn = (within: Confines): Scope => {
  const known = scopes.get(within) ?? scopeOf(within.slots, within.rankOf);
  scopes.set(within, known);
  return known;
};

/** Seats a pod on the best node that has room for it. @cost O(log nodes) */
export const seatPod = (trial: Trial, asked: PodOf, within?: Confines): Seated | undefined => {
  const { nodes } = trial.journal.snapshot;
  const { slot, score } =
    within === undefined
      ? bestNode(nodes, asked.kind, trial.policy)
      : bestWithin(nodes, asked.kind, { scope: scopeIn(within), policy: trial.policy });
  return score === 0 ? undefined : seatAt(trial, asked, { slot, isNow: fitsNow(score) });
};

/** Seats a pod on a node that has room for it. */
const seatAt = (
  trial: Trial,
  { kind, part, pod }: PodOf,
  { slot, isNow }: { readonly slot: number; readonly isNow: boolean },
): Seated | undefined => {
  const { nodes } = trial.journal.snapshot;
  const node = nodes.slots[slot];
  if (node === undefined) return undefined;
  const devices = pickDevices(nodes, kind, { slot, isNow, policy: trial.policy });
  const seat = { node, kind, part, pod, devices, gpuMilli: shareOn(nodes, kind, slot) };
  seatTried(trial.journal, seat, { planes: isNow ? both : future, sign: 1 });
  return { seat, isNow };
};
