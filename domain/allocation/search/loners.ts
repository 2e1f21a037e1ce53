import type { QueueState, Unit } from '../state/snapshot.ts';
import { candidatesOf, type Hunt } from './field.ts';
import type { Loners } from './memory.ts';
import { cheaperFirst, wholeOf } from './units.ts';

/** Whether the going of a unit could make room for one pod: never says no wrongly. */
export const couldServe = ({ draft, seeker }: Hunt, unit: Unit): boolean => {
  const { seats, workload, isWhole } = unit;
  const { nodes } = draft.snapshot;
  const kind = seeker.shape.parts[0]?.kind;
  if (kind === undefined || seats.length > 1) return true;
  if (isWhole && workload.held.length > 0) return true;
  const [seat] = seats;
  if (seat === undefined) return false;
  const { slot } = seat.node;
  const freed = seat.devices.length * seat.gpuMilli;
  return (
    freed + (nodes.gpuFuture[slot] ?? 0) >= kind.gpuDevices * kind.gpuMilli &&
    seat.kind.cpuMilli + (nodes.cpuFuture[slot] ?? 0) >= kind.cpuMilli &&
    seat.kind.memoryBytes + (nodes.memoryFuture[slot] ?? 0) >= kind.memoryBytes
  );
};

/** Whether a unit of the heap comes before another; whoever is not there comes last. */
const isBefore = (hunt: Hunt, one: Unit | undefined, other: Unit | undefined): boolean =>
  one !== undefined && (other === undefined || cheaperFirst(hunt.draft, one, other) < 0);

const sink = (hunt: Hunt, { heap, units }: Loners, from: number): void => {
  const unitAt = (at: number): Unit | undefined => units[heap[at] ?? -1];
  for (let at = from; ;) {
    const left = 2 * at + 1;
    const child = isBefore(hunt, unitAt(left + 1), unitAt(left)) ? left + 1 : left;
    if (!isBefore(hunt, unitAt(child), unitAt(at))) return;
    const [above, below] = [heap[at] ?? 0, heap[child] ?? 0];
    heap[at] = below;
    heap[child] = above;
    at = child;
  }
};

/** The unit at a place of the line, which grows as far as that. @cost O(log units) for each that is new in it */
const inLine = (hunt: Hunt, loners: Loners, place: number): number | undefined => {
  const { heap, line, placeOf } = loners;
  while (line.length <= place && heap.length > 0) {
    const [next = 0] = heap;
    const last = heap.pop() ?? 0;
    if (heap.length > 0) heap[0] = last;
    sink(hunt, loners, 0);
    placeOf[next] = line.length;
    line.push(next);
  }
  return line[place];
};

const look = (hunt: Hunt, loners: Loners, which: number): void => {
  const { units, isAble, placeOf } = loners;
  const unit = units[which];
  if (unit === undefined) return;
  const isOut = unit.workload.decidedIn === hunt.draft.number;
  const now = !isOut && couldServe(hunt, unit) ? 1 : 0;
  loners.able += now - (isAble[which] ?? 0);
  isAble[which] = now;
  const place = placeOf[which] ?? -1;
  if (now === 1 && place >= 0 && place < loners.first) loners.first = place;
};

/** Looks again at those on nodes whose figures changed. @cost O(units on those nodes) */
const catchUp = (hunt: Hunt, loners: Loners): void => {
  const { newest, lastChange, older, changed } = hunt.draft.snapshot.nodes;
  for (let slot = newest; (lastChange[slot] ?? 0) > loners.readAt; slot = older[slot] ?? -1)
    for (const which of loners.bySlot.get(slot) ?? []) look(hunt, loners, which);
  loners.readAt = changed;
};

const slotsOf = (units: readonly Unit[]): ReadonlyMap<number, readonly number[]> => {
  const bySlot = new Map<number, number[]>();
  for (const [which, { seats }] of units.entries())
    for (const { node } of seats) {
      const there = bySlot.get(node.slot);
      if (there === undefined) bySlot.set(node.slot, [which]);
      else if (there.at(-1) !== which) there.push(which);
    }
  return bySlot;
};

const gathered = (hunt: Hunt, grounds: readonly QueueState[]): Loners | undefined => {
  const candidates = candidatesOf(hunt, grounds);
  // Pods that can be spared come and go one by one: those are looked for anew each time.
  if (candidates.some(({ build }) => !build.isWhole)) return undefined;
  const units = candidates.map((victim) => wholeOf(hunt.draft, victim));
  const loners: Loners = {
    grounds,
    units,
    bySlot: slotsOf(units),
    isAble: new Uint8Array(units.length),
    heap: [...units.keys()],
    line: [],
    placeOf: new Int32Array(units.length).fill(-1),
    first: 0,
    able: 0,
    readAt: hunt.draft.snapshot.nodes.changed,
  };
  for (let at = (units.length >> 1) - 1; at >= 0; at -= 1) sink(hunt, loners, at);
  for (const which of units.keys()) look(hunt, loners, which);
  return loners;
};

const isSame = (a: readonly QueueState[], b: readonly QueueState[]): boolean =>
  a.length === b.length && a.every((queue, at) => queue === b[at]);

/** How many searches for equal asks, each of which looks at everybody, come before it is worth to remember them. */
const patience = 3;

/** Those remembered for asks like the seeker's, brought up to date; `undefined` until they are worth remembering. */
export const lonersFor = (hunt: Hunt, grounds: readonly QueueState[]): Loners | undefined => {
  const { waitingClass } = hunt.seeker.workload;
  if (hunt.memory === undefined || waitingClass === undefined) return undefined;
  const before = hunt.memory.loners.get(waitingClass) ?? { searches: 0, loners: undefined };
  before.searches += 1;
  hunt.memory.loners.set(waitingClass, before);
  const { loners } = before;
  if (loners !== undefined && isSame(loners.grounds, grounds)) {
    catchUp(hunt, loners);
    return loners;
  }
  if (before.searches < patience) return undefined;
  before.searches = 0;
  before.loners = gathered(hunt, grounds);
  return before.loners;
};

/** The cheapest units that could serve, one after the other. */
export function* cheapestOf(hunt: Hunt, loners: Loners): Generator<Unit> {
  for (let place = loners.first; ; place += 1) {
    const which = inLine(hunt, loners, place);
    if (which === undefined) return;
    if (loners.isAble[which] === 1) {
      const unit = loners.units[which];
      if (unit !== undefined) yield unit;
    } else if (place === loners.first) loners.first += 1;
  }
}
