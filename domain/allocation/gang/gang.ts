import { fitsNow, pickDevices } from '../fit/fit.ts';
import { type Journal, markOf, seatTried, undoTo } from '../state/journal.ts';
import { both, future, now } from '../state/occupancy.ts';
import type { Policy } from '../policy/policy.ts';
import { bestNode, roomFor } from '../fit/seek.ts';
import type { Kind, Part, Seat, Shape, Snapshot } from '../state/snapshot.ts';

/** Where all pods of a gang go. @shape `isNow`: all of it is physically free; else it must wait for those who leave */
export interface Seating {
  readonly seats: readonly Seat[];
  readonly isNow: boolean;
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

const seatPod = (trial: Trial, asked: PodOf): { seat: Seat; isNow: boolean } | undefined => {
  const { nodes } = trial.journal.snapshot;
  const { slot, score } = bestNode(nodes, asked.kind, trial.policy);
  const node = nodes.slots[slot];
  if (node === undefined) return undefined;
  const isNow = fitsNow(score);
  const devices = pickDevices(nodes, asked.kind, { slot, isNow, policy: trial.policy });
  const seat = { node, kind: asked.kind, part: asked.part, pod: asked.pod, devices };
  seatTried(trial.journal, seat, { planes: isNow ? both : future, sign: 1 });
  return { seat, isNow };
};

/**
 * Seats every pod of a gang, best node first, or none of them.
 *
 * What could start at once but must wait for others of its gang holds its place for the future only.
 * @cost O(pods · log nodes)
 */
export const seatGang = (trial: Trial, shape: Shape): Seating | undefined => {
  const { journal, policy } = trial;
  const { snapshot } = journal;
  if (!mayFit(snapshot, shape, policy)) return undefined;
  const mark = markOf(journal);
  const seats: Seat[] = [];
  const present: Seat[] = [];
  for (const [part, { kind, pods }] of shape.parts.entries())
    for (let pod = 0; pod < pods; pod += 1) {
      const seated = seatPod(trial, { kind, part, pod });
      if (seated === undefined) {
        undoTo(journal, mark);
        shape.failedAt = snapshot.nodes.version;
        return undefined;
      }
      seats.push(seated.seat);
      if (seated.isNow) present.push(seated.seat);
    }
  const isNow = present.length === seats.length;
  if (!isNow) for (const seat of present) seatTried(journal, seat, { planes: now, sign: -1 });
  return { seats, isNow };
};
