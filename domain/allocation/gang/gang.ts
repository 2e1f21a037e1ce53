import { type Journal, markOf, seatTried, undoTo } from '../state/journal.ts';
import { now } from '../state/occupancy.ts';
import type { Policy } from '../policy/policy.ts';
import { followsOthers } from '../fit/extras.ts';
import { bestNode, roomFor } from '../fit/seek.ts';
import { closedModels } from '../fit/named-bounds.ts';
import { podsOf } from '../state/roll.ts';
import { gathered } from './gathering.ts';
import { type Confines, type Seated, seatPod, type Trial } from './seat-pod.ts';
import { seatTree } from './tree.ts';
import type { Part, Seat, Shape, Snapshot, Workload } from '../state/snapshot.ts';

/** Where all pods of a gang go. @shape `isNow`: all of it is physically free; else it must wait for those who leave */
export interface Seating {
  readonly seats: readonly Seat[];
  readonly isNow: boolean;
}

/** Who asks, and for what. */
export interface Asker {
  readonly workload: Workload;
  readonly shape: Shape;
}

const hasRoom = (snapshot: Snapshot, part: Part, policy: Policy): boolean =>
  part.pods === 1 && !followsOthers(part.kind)
    ? bestNode(snapshot.nodes, part.kind, policy).score > 0
    : roomFor(snapshot.nodes, part.kind, { enough: part.pods, policy }) >= part.pods;

/**
 * Whether a gang may fit at all: each part alone has room. Exact for one pod and for equal pods of whole devices.
 *
 * @cost O(changed nodes · log nodes); O(1) where nothing changed since it last failed.
 */
export const mayFit = (snapshot: Snapshot, shape: Shape, policy: Policy): boolean => {
  const { version } = snapshot.nodes;
  // Who must be near others may find them later in the same plan: room does not only shrink for such.
  if (shape.failedAt === version && !shape.parts.some(({ kind }) => followsOthers(kind)))
    return false;
  if (haveRoom(snapshot, shape, policy)) return true;
  shape.failedAt = version;
  return false;
};

/** Whether each part alone has room, be it so that not all have together. */
export const haveRoom = (snapshot: Snapshot, { parts }: Shape, policy: Policy): boolean =>
  parts.every((part) => hasRoom(snapshot, part, policy));

/** What could start at once but must wait for others of its gang holds its place for the future only. */
const together = (journal: Journal, seated: readonly Seated[]): Seating => {
  const isNow = seated.every((one) => one.isNow);
  if (!isNow)
    for (const one of seated)
      if (one.isNow) seatTried(journal, one.seat, { planes: now, sign: -1 });
  return { seats: seated.map(({ seat }) => seat), isNow };
};

/** The same places, to be taken later only: a limit may be in the way until somebody has left. */
export const later = (journal: Journal, { seats, isNow }: Seating): Seating => {
  if (isNow) for (const seat of seats) seatTried(journal, seat, { planes: now, sign: -1 });
  return { seats, isNow: false };
};

/** The nodes whose device model bounds of its queues leave open; absent: all. */
export const openTo = (snapshot: Snapshot, { workload, shape }: Asker): Confines | undefined => {
  const { queue, isPreemptible, isSemiPreemptible } = workload;
  if (queue === undefined || !snapshot.hasNamed) return undefined;
  const mayGo = isPreemptible || isSemiPreemptible;
  const closed = closedModels(snapshot, { queue, shape, isPreemptible: mayGo });
  if (closed.size === 0) return undefined;
  const { nodes } = snapshot;
  const slots = [...nodes.slotAt.subarray(0, nodes.count)];
  return { slots: slots.filter((slot) => !closed.has(nodes.slots[slot]?.gpuModel ?? '')) };
};

const bothOf = (one: Confines | undefined, other: Confines | undefined): Confines | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  const slots = new Set(other.slots);
  return { ...one, slots: one.slots.filter((slot) => slots.has(slot)) };
};

/** Whether a topology says where pods of the workload may be. */
const hasTopology = ({ build: { topology, sets, groups } }: Workload): boolean =>
  topology !== undefined || [...sets, ...groups].some((one) => one.topology !== undefined);

const seatAll = (
  trial: Trial,
  { workload, shape }: Asker,
  within: Confines | undefined,
): readonly Seated[] | undefined => {
  const { nodes } = trial.journal.snapshot;
  if (workload.build.isBoundToPlaces && hasTopology(workload)) {
    const slots = within?.slots ?? [...nodes.slotAt.subarray(0, nodes.count)];
    return seatTree(trial, { workload, shape }, slots);
  }
  const seated: Seated[] = [];
  for (const part of shape.parts) {
    const confines = gathered(nodes, part, within);
    for (const pod of podsOf(workload, part)) {
      const one = seatPod(trial, { kind: part.kind, part: part.at, pod }, confines);
      if (one === undefined) return undefined;
      seated.push(one);
    }
  }
  return seated;
};

/**
 * Seats every pod that a workload asks for, best node first, or none of them.
 *
 * @cost O(pods · log nodes)
 */
export const seatAsk = (trial: Trial, asker: Asker, within?: Confines): Seating | undefined => {
  const { journal, policy } = trial;
  const { snapshot } = journal;
  const { shape } = asker;
  if (!mayFit(snapshot, shape, policy)) return undefined;
  const mark = markOf(journal);
  const confines = bothOf(within, openTo(snapshot, asker));
  const seated = seatAll(trial, asker, confines);
  if (seated !== undefined) return together(journal, seated);
  undoTo(journal, mark);
  if (confines === undefined) shape.failedAt = snapshot.nodes.version;
  return undefined;
};
