import type { PodPlacement } from '../../foundation/shapes.ts';
import type { Asker, Seating } from '../gang/gang.ts';
import type { Trial } from '../gang/seat-pod.ts';
import { chargeTried, enrolTried, type Journal } from '../state/journal.ts';
import { mustBeNear } from '../state/company.ts';
import type { Line } from '../order/line.ts';
import type { Policy } from '../policy/policy.ts';
import { askOf, rollOf } from '../state/roll.ts';
import { amountsIn } from '../state/seating.ts';
import type {
  QueueState,
  Seat,
  Snapshot,
  Turn,
  WaitingClass,
  Workload,
} from '../state/snapshot.ts';
import type { Eviction, Placement } from './plan.ts';

/** Room that is kept for one workload, and when it is there at the latest. */
export interface Reserved {
  readonly holderId: string;
  readonly slots: ReadonlySet<number>;
  readonly untilMs: number;
}

/** Places that are held for one workload, in the order in which they were found. */
export interface Promised {
  readonly held: readonly Seat[];
}

/** A plan in the making, and the trial state that it is made on. */
export interface Draft extends Trial {
  readonly snapshot: Snapshot;
  readonly journal: Journal;
  readonly policy: Policy;
  /** @unit ms since epoch */
  readonly nowMs: number;
  /** Names this plan, so that a workload is decided about once in it. */
  readonly number: number;
  readonly placements: Placement[];
  readonly nominations: Placement[];
  readonly evictions: Eviction[];
  /** Those nominated in this plan, and those placed on what was held for them. */
  readonly nominated: Workload[];
  /** Those who must be near others and are promised places in this plan. */
  readonly promised: Promised[];
  readonly seated: Map<Workload, readonly Seat[]>;
  /** The classes of each leaf that have somebody to serve, in line. */
  readonly lines: Map<QueueState, Line>;
  /** Where in the placements a workload stands. */
  readonly placedAt: Map<Workload, number>;
  /** Where in the evictions a victim stands, by whom it lost something last. */
  readonly evictedAt: Map<Workload, number>;
  /** Pods that leave by this plan, of workloads that keep others. */
  readonly out: Set<Seat>;
  /** Room that is kept for those who were passed over too often. */
  readonly reserved: Reserved[];
  /** Where the part of each class ends that the first action may try; empty where all may be tried. */
  readonly ends: Map<WaitingClass, number>;
  /** The earliest time at which this state may be decided otherwise. @unit ms since epoch */
  wakeAtMs: number;
  /** Whether a search has weighed how long somebody ran, so that another time may answer otherwise. */
  isTimed: boolean;
}

/** A plan in which nothing is decided yet. */
export const draftOf = (snapshot: Snapshot, policy: Policy, nowMs: number): Draft => ({
  snapshot,
  journal: { snapshot, entries: [] },
  policy,
  nowMs,
  number: snapshot.plans,
  placements: [],
  nominations: [],
  evictions: [],
  nominated: [],
  promised: [],
  seated: new Map(),
  lines: new Map(),
  placedAt: new Map(),
  evictedAt: new Map(),
  out: new Set(),
  reserved: [],
  ends: new Map(),
  wakeAtMs: Number.MAX_SAFE_INTEGER,
  isTimed: false,
});

/** The plan may say something else at that time, if nothing happens before. */
export const wakeAt = (draft: Draft, atMs: number): void => {
  if (atMs > draft.nowMs) draft.wakeAtMs = Math.min(draft.wakeAtMs, atMs);
};

/** A pod's place as decisions write it. */
export const placeOf = (workload: Workload, seat: Seat): PodPlacement => ({
  subGroup: workload.build.parts[seat.part]?.name ?? '',
  pod: seat.pod,
  nodeId: seat.node.id,
  devices: [...seat.devices],
  gpuMilli: seat.gpuMilli,
});

/** Writes down pods that get their devices; those of one workload stand together. */
const place = (draft: Draft, workload: Workload, pods: readonly PodPlacement[]): void => {
  const { placements, placedAt } = draft;
  const at = placedAt.get(workload) ?? placements.length;
  const before = placements[at]?.pods ?? [];
  placedAt.set(workload, at);
  const { id: workloadId, attempt } = workload;
  placements[at] = { workloadId, attempt, pods: [...before, ...pods] };
};

/** Notes places that are held from now on, where others must be near. */
export const promise = (draft: Draft, held: readonly Seat[]): void => {
  if (held.some(mustBeNear)) draft.promised.push({ held });
};

/** Writes a decision down: devices for good, or a place held for those who must wait. */
export const settle = (draft: Draft, workload: Workload, seating: Seating): void => {
  const pods = seating.seats.map((seat) => placeOf(workload, seat));
  workload.decidedIn = draft.number;
  if (seating.isNow) return place(draft, workload, pods);
  draft.nominated.push(workload);
  promise(draft, seating.seats);
  draft.nominations.push({ workloadId: workload.id, attempt: workload.attempt, pods });
};

/** Counts what a workload gets in its queue and among its pods. */
export const serve = (draft: Draft, turn: Turn, seating: Seating): void => {
  const { workload, one } = turn;
  const { queue, build } = workload;
  if (queue === undefined) return;
  const isPreemptible =
    one?.isPreemptible ?? (workload.isPreemptible || workload.isSemiPreemptible);
  const { seats } = seating;
  const amounts = amountsIn(seats);
  chargeTried(draft.journal, queue, { amounts, isPreemptible, seats, sign: 1 });
  if (!build.isWhole) {
    rollOf(workload);
    if (build.isBoundToPlaces)
      draft.seated.set(workload, [...(draft.seated.get(workload) ?? []), ...seats]);
  }
  enrolTried(draft.journal, workload, { seats, sign: 1 });
  settle(draft, workload, seating);
  if (one !== undefined) advance(draft, one);
};

/** What a workload that was served in this plan would get next. */
export const growthOf = (
  draft: Draft,
  workload: Workload,
): (Asker & { readonly rank: number }) | undefined => {
  const ask = askOf(draft.snapshot, workload);
  return ask === undefined ? undefined : { workload, ...ask };
};

/** Moves a class on to its next workload that waits and is not decided about. */
export const advance = (draft: Draft, one: WaitingClass): void => {
  while (one.cursor < one.entries.length) {
    const entry = one.entries[one.cursor];
    if (entry?.waitingClass === one && entry.decidedIn !== draft.number) return;
    one.cursor += 1;
  }
};
