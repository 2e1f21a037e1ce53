import { type Move, occupy, touch } from './occupancy.ts';
import { chargeNamed } from './named.ts';
import { enrol } from './roll.ts';
import type { NodeTable, QueueState, Seat, Snapshot, Workload } from './snapshot.ts';
import { type Charge, chargeAllocated } from './figures.ts';

/** What was changed on a node, and the name of its figures before. */
type OnNode =
  | (Move & { readonly seat: Seat; readonly figures: number })
  | { readonly slot: number; readonly usable: number; readonly figures: number };

type Entry =
  | OnNode
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
  const { nodes } = journal.snapshot;
  const figures = nodes.figures[seat.node.slot] ?? 0;
  occupy(nodes, seat, by);
  journal.entries.push({ seat, planes: by.planes, sign: by.sign, figures });
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
  const figures = nodes.figures[slot] ?? 0;
  journal.entries.push({ slot, usable: nodes.usable[slot] ?? 0, figures });
  nodes.usable[slot] = isUsable ? 1 : 0;
  touch(nodes, slot);
};

/** Takes back what was changed on a node: its figures are those of then, and so is their name. */
const undoOn = (nodes: NodeTable, entry: OnNode): void => {
  if ('slot' in entry) {
    nodes.usable[entry.slot] = entry.usable;
    touch(nodes, entry.slot);
    nodes.figures[entry.slot] = entry.figures;
    return;
  }
  const { seat, planes, sign, figures } = entry;
  occupy(nodes, seat, { planes, sign: sign === 1 ? -1 : 1 });
  nodes.figures[seat.node.slot] = figures;
};

/** Takes everything back to the mark: the figures are those of then, and so are their versions. */
export const undoTo = (journal: Journal, mark: Mark): void => {
  const { snapshot, entries } = journal;
  while (entries.length > mark.length) {
    const entry = entries.pop();
    if (entry === undefined) break;
    if ('figures' in entry) {
      undoOn(snapshot.nodes, entry);
      continue;
    }
    const sign = entry.sign === 1 ? -1 : 1;
    if ('seats' in entry) enrol(entry.workload, entry.seats, sign);
    else charge(snapshot, entry.queue, { ...entry.charge, sign });
  }
  snapshot.nodes.version = mark.version;
  snapshot.figuresVersion = mark.figuresVersion;
};
