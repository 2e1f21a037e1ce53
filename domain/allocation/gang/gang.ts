import { fitsNow, lookFor, pickDevices, scoreOf } from '../fit/fit.ts';
import { type Journal, markOf, seatTried, undoTo } from '../state/journal.ts';
import { both, future, now } from '../state/occupancy.ts';
import type { Policy } from '../policy/policy.ts';
import { bestNode, roomFor } from '../fit/seek.ts';
import { podsOf } from '../state/roll.ts';
import type { Found, Kind, Part, Seat, Shape, Snapshot, Workload } from '../state/snapshot.ts';

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

/** The rules and the state that a trial runs under. */
export interface Trial {
  readonly journal: Journal;
  readonly policy: Policy;
}

const hasRoom = (snapshot: Snapshot, part: Part, policy: Policy): boolean =>
  part.pods === 1
    ? bestNode(snapshot.nodes, part.kind, policy).score > 0
    : roomFor(snapshot.nodes, part.kind, { enough: part.pods, policy }) >= part.pods;

/**
 * Whether a gang may fit at all: each part alone has room. Exact for one pod and for equal pods of whole devices.
 *
 * @cost O(changed nodes · log nodes); O(1) where nothing changed since it last failed.
 */
export const mayFit = (snapshot: Snapshot, shape: Shape, policy: Policy): boolean => {
  const { version } = snapshot.nodes;
  if (shape.failedAt === version) return false;
  for (const part of shape.parts) {
    if (hasRoom(snapshot, part, policy)) continue;
    shape.failedAt = version;
    return false;
  }
  return true;
};

interface PodOf {
  readonly kind: Kind;
  readonly part: number;
  readonly pod: number;
}

interface Seated {
  readonly seat: Seat;
  readonly isNow: boolean;
}

/** Nodes to which a search is confined. @shape slots in the order in which ties are broken */
export interface Confines {
  readonly slots: readonly number[];
}

/** The best of a few nodes. @cost O(slots) */
const bestWithin = ({ journal, policy }: Trial, kind: Kind, { slots }: Confines): Found => {
  const { nodes } = journal.snapshot;
  const look = lookFor(nodes, kind, policy);
  let best = -1;
  for (const slot of slots) {
    const score = scoreOf(look, slot);
    if (score <= look.had) continue;
    look.had = score;
    best = slot;
  }
  return { slot: best, score: look.had };
};

const seatPod = (trial: Trial, asked: PodOf, within?: Confines): Seated | undefined => {
  const { nodes } = trial.journal.snapshot;
  const { slot, score } =
    within === undefined
      ? bestNode(nodes, asked.kind, trial.policy)
      : bestWithin(trial, asked.kind, within);
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
  const seat = { node, kind, part, pod, devices, gpuMilli: kind.gpuMilli };
  seatTried(trial.journal, seat, { planes: isNow ? both : future, sign: 1 });
  return { seat, isNow };
};

/** What could start at once but must wait for others of its gang holds its place for the future only. */
const together = (journal: Journal, seated: readonly Seated[]): Seating => {
  const isNow = seated.every((one) => one.isNow);
  if (!isNow)
    for (const one of seated)
      if (one.isNow) seatTried(journal, one.seat, { planes: now, sign: -1 });
  return { seats: seated.map(({ seat }) => seat), isNow };
};

/**
 * Seats every pod that a workload asks for, best node first, or none of them.
 *
 * @cost O(pods · log nodes)
 */
export const seatAsk = (trial: Trial, asker: Asker, within?: Confines): Seating | undefined => {
  const { journal, policy } = trial;
  const { snapshot } = journal;
  const { shape, workload } = asker;
  if (!mayFit(snapshot, shape, policy)) return undefined;
  const mark = markOf(journal);
  const seated: Seated[] = [];
  for (const part of shape.parts)
    for (const pod of podsOf(workload, part)) {
      const one = seatPod(trial, { kind: part.kind, part: part.at, pod }, within);
      if (one === undefined) {
        undoTo(journal, mark);
        if (within === undefined) shape.failedAt = snapshot.nodes.version;
        return undefined;
      }
      seated.push(one);
    }
  return together(journal, seated);
};
