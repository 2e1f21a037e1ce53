import { type Draft, wakeAt } from '../plan/draft.ts';
import {
  type Kind,
  type NodeTable,
  type Part,
  type QueueState,
  type Seat,
  unbounded,
  type Workload,
} from '../state/snapshot.ts';
import type { Law, Seeker } from './laws.ts';
import type { Candidates, Memory } from './memory.ts';

/** One pod of somebody who may be evicted. */
export interface Occupant {
  readonly victim: Workload;
  readonly seat: Seat;
}

/** Who could go, node by node. */
export interface Places {
  readonly bySlot: readonly (readonly Occupant[] | undefined)[];
}

/** The same, and everybody in it. */
export interface Field extends Places {
  readonly victims: readonly Workload[];
}

/** One search for victims: for whom, under which rules. */
export interface Hunt {
  readonly draft: Draft;
  readonly seeker: Seeker;
  readonly law: Law;
  /** Where victims are looked for; absent: everywhere. */
  readonly slots?: ReadonlySet<number>;
  /** What the searches of one action know of each other. */
  readonly memory?: Memory;
}

/** Looks at everybody in these queues. */
const lookedAt = (
  { draft, seeker, law }: Hunt,
  grounds: readonly QueueState[],
): readonly Workload[] => {
  const victims: Workload[] = [];
  for (const leaf of grounds)
    for (const victim of leaf.evictable)
      if (
        victim !== seeker.workload &&
        victim.decidedIn !== draft.number &&
        law.isCandidate(draft, seeker, victim)
      )
        victims.push(victim);
  return victims;
};

const isSame = (a: readonly QueueState[], b: readonly QueueState[]): boolean =>
  a === b || (a.length === b.length && a.every((queue, at) => queue === b[at]));

/** What is remembered of an equal search at these very figures. */
const known = (
  { draft, seeker }: Hunt,
  memory: Memory,
  grounds: readonly QueueState[],
): Candidates | undefined => {
  const last = memory.candidates;
  return last !== undefined &&
    last.version === draft.snapshot.nodes.version &&
    last.queue === seeker.queue &&
    last.priority === seeker.workload.priority &&
    isSame(last.grounds, grounds)
    ? last
    : undefined;
};

/**
 * Everybody in these queues of whom something may go.
 *
 * @cost O(candidates); O(queues) where somebody of the same queue and priority looked just before
 */
export const candidatesOf = (hunt: Hunt, grounds: readonly QueueState[]): readonly Workload[] => {
  const { draft, seeker, memory } = hunt;
  // Whoever grows is no victim of its own.
  if (memory === undefined || seeker.workload.boundAt >= 0) return lookedAt(hunt, grounds);
  const last = known(hunt, memory, grounds);
  if (last !== undefined) {
    wakeAt(draft, last.wakeAtMs);
    return last.victims;
  }
  const wakeBefore = draft.wakeAtMs;
  draft.wakeAtMs = Number.MAX_SAFE_INTEGER;
  const victims = lookedAt(hunt, grounds);
  const { wakeAtMs } = draft;
  draft.wakeAtMs = Math.min(wakeBefore, wakeAtMs);
  const { version } = draft.snapshot.nodes;
  const { queue } = seeker;
  const { priority } = seeker.workload;
  memory.candidates = { version, queue, priority, grounds, victims, wakeAtMs, freed: undefined };
  return victims;
};

/** What each node would have free of cards if all candidates went; nodes that are gone have no place in it. @unit thousandths of a card, by slot */
const freedOf = (table: NodeTable, victims: readonly Workload[]): Float64Array => {
  const freed = new Float64Array(table.gpuFuture.subarray(0, table.slots.length));
  for (const victim of victims)
    for (const { node, devices, gpuMilli } of [...victim.bound, ...victim.held])
      freed[node.slot] = (freed[node.slot] ?? 0) + devices.length * gpuMilli;
  return freed;
};

/** The same, remembered as long as nothing moves. */
const freedBy = ({ draft, memory }: Hunt, victims: readonly Workload[]): Float64Array => {
  const { nodes } = draft.snapshot;
  const last = memory?.candidates;
  if (last?.victims !== victims || last.version !== nodes.version) return freedOf(nodes, victims);
  last.freed ??= freedOf(nodes, victims);
  return last.freed;
};

/** What a pod takes of cards by number. @unit thousandths of a card */
export const needOf = (kind: Kind): number => kind.gpuDevices * kind.gpuMilli;

/** Whether cards alone would let all pods of a part sit: never says no wrongly. */
const hasCardsFor = (table: NodeTable, part: Part, freed: Float64Array): boolean => {
  const need = needOf(part.kind);
  if (need === 0) return true;
  let pods = 0;
  for (let slot = 0; slot < freed.length; slot += 1) {
    if (table.usable[slot] === 1) pods += Math.floor((freed[slot] ?? 0) / need);
    if (pods >= part.pods) return true;
  }
  return false;
};

/**
 * The seats of the candidates on the nodes that could be of use; `undefined` where cards would not do even if all went.
 *
 * @cost O(pods of the candidates + nodes)
 */
export const fieldOf = (hunt: Hunt, victims: readonly Workload[]): Field | undefined => {
  const { draft, seeker, slots } = hunt;
  const { nodes } = draft.snapshot;
  const freed = freedBy(hunt, victims);
  let least = unbounded;
  for (const part of seeker.shape.parts) {
    if (!hasCardsFor(nodes, part, freed)) return undefined;
    least = Math.min(least, needOf(part.kind));
  }
  const bySlot: (Occupant[] | undefined)[] = Array.from({ length: freed.length });
  for (const victim of victims)
    for (const seat of victim.bound) {
      const { slot } = seat.node;
      if (slots !== undefined && !slots.has(slot)) continue;
      if (slot < 0 || (freed[slot] ?? 0) < least || draft.out.has(seat)) continue;
      const there = bySlot[slot];
      if (there === undefined) bySlot[slot] = [{ victim, seat }];
      else there.push({ victim, seat });
    }
  return { bySlot, victims };
};

/** What is held at a slot for those who stand there goes with them. */
const withPromised = ({
  slot,
  occupants,
}: {
  readonly slot: number;
  readonly occupants: readonly Occupant[];
}): readonly Occupant[] => {
  if (occupants.every(({ victim }) => victim.held.length === 0)) return occupants;
  const promised = [...new Set(occupants.map(({ victim }) => victim))].flatMap((victim) =>
    victim.held.filter(({ node }) => node.slot === slot).map((seat) => ({ victim, seat })),
  );
  return [...occupants, ...promised];
};

/** Whether a node could take one pod of the kind if all these occupants went: never says no wrongly. */
export const couldHold = (
  table: NodeTable,
  kind: Kind,
  place: { readonly slot: number; readonly occupants: readonly Occupant[] },
): boolean => {
  const { slot } = place;
  if (table.usable[slot] !== 1) return false;
  let gpuMilli = table.gpuFuture[slot] ?? 0;
  let cpuMilli = table.cpuFuture[slot] ?? 0;
  let memoryBytes = table.memoryFuture[slot] ?? 0;
  for (const { seat } of withPromised(place)) {
    gpuMilli += seat.devices.length * seat.gpuMilli;
    cpuMilli += seat.kind.cpuMilli;
    memoryBytes += seat.kind.memoryBytes;
  }
  return gpuMilli >= needOf(kind) && cpuMilli >= kind.cpuMilli && memoryBytes >= kind.memoryBytes;
};
