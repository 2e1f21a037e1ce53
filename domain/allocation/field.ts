import type { Draft } from './draft.ts';
import type { Law } from './laws.ts';
import type { Kind, NodeTable, QueueState, Seat, WaitingClass, Workload } from './snapshot.ts';

/** One pod of somebody who may be evicted. */
export interface Occupant {
  readonly victim: Workload;
  readonly seat: Seat;
}

/** Who could go, node by node, and how much room that would make at most. */
export interface Field {
  readonly bySlot: readonly (Occupant[] | undefined)[];
  readonly victims: readonly Workload[];
}

/** One search for victims: for whom, under which rules. */
export interface Hunt {
  readonly draft: Draft;
  readonly one: WaitingClass;
  readonly law: Law;
}

const isCandidate = ({ draft, one, law }: Hunt, victim: Workload): boolean =>
  victim.decidedIn !== draft.number && (law.action === 'reclaim' || victim.priority < one.priority);

/** Everybody in these queues who may go. @cost O(candidates) */
export const candidatesOf = (hunt: Hunt, grounds: readonly QueueState[]): readonly Workload[] => {
  const victims: Workload[] = [];
  for (const leaf of grounds)
    for (const victim of leaf.evictable) if (isCandidate(hunt, victim)) victims.push(victim);
  return victims;
};

/** The seats of the candidates, node by node. @cost O(pods of the candidates) */
export const fieldOf = (table: NodeTable, victims: readonly Workload[]): Field => {
  const bySlot: (Occupant[] | undefined)[] = Array.from({ length: table.slots.length });
  for (const victim of victims)
    for (const seat of victim.seats) {
      const { slot } = seat.node;
      if (slot < 0) continue;
      const there = bySlot[slot];
      if (there === undefined) bySlot[slot] = [{ victim, seat }];
      else there.push({ victim, seat });
    }
  return { bySlot, victims };
};

/** Whether a node could take one pod of the kind if all these occupants went: never says no wrongly. */
export const couldHold = (
  table: NodeTable,
  kind: Kind,
  place: { readonly slot: number; readonly occupants: readonly Occupant[] },
): boolean => {
  const { slot, occupants } = place;
  if (table.usable[slot] !== 1) return false;
  let gpuMilli = table.gpuFuture[slot] ?? 0;
  let cpuMilli = table.cpuFuture[slot] ?? 0;
  let memoryBytes = table.memoryFuture[slot] ?? 0;
  for (const { seat } of occupants) {
    gpuMilli += seat.devices.length * seat.kind.gpuMilli;
    cpuMilli += seat.kind.cpuMilli;
    memoryBytes += seat.kind.memoryBytes;
  }
  return (
    gpuMilli >= kind.gpuDevices * kind.gpuMilli &&
    cpuMilli >= kind.cpuMilli &&
    memoryBytes >= kind.memoryBytes
  );
};
