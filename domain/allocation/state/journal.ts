import { type Move, occupy, touch } from './occupancy.ts';
import { chargeNamed } from './named.ts';
import { enrol } from './roll.ts';
import type { QueueState, Seat, Snapshot, Workload } from './snapshot.ts';
import { type Charge, chargeAllocated } from './figures.ts';

type Entry =
  | (Move & { readonly seat: Seat })
  | { readonly slot: number; readonly usable: number }
  | { readonly workload: Workload; readonly seats: readonly Seat[]; readonly sign: 1 | -1 }
  | { readonly queue: QueueState; readonly charge: SeatsCharge; readonly sign: 1 | -1 };

/** Which figures of a queue pods count in. */
interface SeatsCharge extends Charge {
  readonly seats: readonly Seat[];
}

const charge = (
  snapshot: Snapshot,
  queue: QueueState,
  by: SeatsCharge & { readonly sign: 1 | -1 },
): void => {
  chargeAllocated(snapshot, queue, by);
  if (snapshot.hasNamed) chargeNamed(queue, by.seats, by);
};

/** What a plan changed in the snapshot, so that it can be taken back to any mark; nobody outside sees it. */
export interface Journal {
  readonly snapshot: Snapshot;
  readonly entries: Entry[];
}

/** A place in the journal, with the names of the figures there. */
export interface Mark {
  readonly length: number;
  readonly version: number;
  readonly figuresVersion: number;
}

/** Where the journal stands now. */
export const markOf = ({ snapshot, entries }: Journal): Mark => ({
  length: entries.length,
  version: snapshot.nodes.version,
  figuresVersion: snapshot.figuresVersion,
});

/** Seats a pod (`sign` 1) or takes it off (−1), so that it can be undone. */
export const seatTried = (journal: Journal, seat: Seat, by: Move): void => {
  occupy(journal.snapshot.nodes, seat, by);
  journal.entries.push({ seat, planes: by.planes, sign: by.sign });
};

/** Charges a queue, so that it can be undone. */
export const chargeTried = (
  journal: Journal,
  queue: QueueState,
  by: SeatsCharge & { readonly sign: 1 | -1 },
): void => {
  charge(journal.snapshot, queue, by);
  journal.entries.push({ queue, charge: by, sign: by.sign });
};

/** Counts pods among those of a workload that have a place (`sign` 1) or not (−1), so that it can be undone. */
export const enrolTried = (
  journal: Journal,
  workload: Workload,
  by: { readonly seats: readonly Seat[]; readonly sign: 1 | -1 },
): void => {
  if (workload.roll === undefined) return;
  enrol(workload, by.seats, by.sign);
  journal.entries.push({ workload, ...by });
};

/** Closes a node to new pods, or opens it, so that it can be undone. */
export const usableTried = (journal: Journal, slot: number, isUsable: boolean): void => {
  const { nodes } = journal.snapshot;
  journal.entries.push({ slot, usable: nodes.usable[slot] ?? 0 });
  nodes.usable[slot] = isUsable ? 1 : 0;
  touch(nodes, slot);
};

/** Takes everything back to the mark: the figures are those of then, and so are their versions. */
export const undoTo = (journal: Journal, mark: Mark): void => {
  const { snapshot, entries } = journal;
  while (entries.length > mark.length) {
    const entry = entries.pop();
    if (entry === undefined) break;
    if ('slot' in entry) {
      snapshot.nodes.usable[entry.slot] = entry.usable;
      touch(snapshot.nodes, entry.slot);
      continue;
    }
    const sign = entry.sign === 1 ? -1 : 1;
    if ('seat' in entry) occupy(snapshot.nodes, entry.seat, { planes: entry.planes, sign });
    else if ('seats' in entry) enrol(entry.workload, entry.seats, sign);
    else charge(snapshot, entry.queue, { ...entry.charge, sign });
  }
  snapshot.nodes.version = mark.version;
  snapshot.figuresVersion = mark.figuresVersion;
};
