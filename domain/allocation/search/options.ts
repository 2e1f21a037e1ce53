import { compareIds } from '../../foundation/ids.ts';
import { lookFor, refusalAt, roomOf, scoreOf } from '../fit/fit.ts';
import { couldHold, type Field, type Hunt, type Occupant } from './field.ts';
import { chargeTried, markOf, seatTried, undoTo } from '../state/journal.ts';
import { future } from '../state/occupancy.ts';
import type { Part, Seat, Workload } from '../state/snapshot.ts';

/** Victims whose going lets one node take one more pod. @shape `rank` of the node breaks ties */
export interface Option {
  readonly slot: number;
  readonly rank: number;
  readonly victims: readonly Workload[];
  /** The highest among the victims. */
  readonly priority: number;
  readonly lossMilli: number;
  /** The age of the oldest: the larger, the newer all of them are. */
  readonly oldest: number;
}

/**
 * Less is lost by evicting the first: the lower priority, then GPU-milli, then the newer, then the id.
 *
 * A victim of high priority would only evict the next lower one in turn, down to the one that could have gone at once.
 * @source invariants reference S14
 */
export const cheaperFirst = (a: Workload, b: Workload): number =>
  a.priority - b.priority ||
  a.shape.amounts.gpuMilli - b.shape.amounts.gpuMilli ||
  b.age - a.age ||
  compareIds(b.id, a.id);

/** Fewest gangs, then the lowest priority, then least lost, then newest, then the node's place. */
export const compareOptions = (a: Option, b: Option): number =>
  a.victims.length - b.victims.length ||
  a.priority - b.priority ||
  a.lossMilli - b.lossMilli ||
  b.oldest - a.oldest ||
  a.rank - b.rank;

/** Takes a victim off (`sign` −1) the seats given, or puts it back (1), so that it can be undone. */
export const moveVictim = (
  { draft }: Hunt,
  victim: Workload,
  by: { readonly seats: readonly Seat[]; readonly sign: 1 | -1 },
): void => {
  for (const seat of by.seats) seatTried(draft.journal, seat, { planes: future, sign: by.sign });
  if (victim.queue === undefined) return;
  chargeTried(draft.journal, victim.queue, {
    amounts: victim.shape.amounts,
    isPreemptible: true,
    sign: by.sign,
  });
};

interface Local {
  readonly victim: Workload;
  readonly seats: readonly Seat[];
  readonly gpuMilli: number;
}

const localsOf = (occupants: readonly Occupant[]): readonly Local[] => {
  const byVictim = new Map<Workload, Seat[]>();
  for (const { victim, seat } of occupants) {
    const seats = byVictim.get(victim);
    if (seats === undefined) byVictim.set(victim, [seat]);
    else seats.push(seat);
  }
  return [...byVictim].map(([victim, seats]) => ({
    victim,
    seats,
    gpuMilli: seats.reduce((sum, seat) => sum + seat.devices.length * seat.kind.gpuMilli, 0),
  }));
};

/** A node on which room for one more pod is sought. */
interface Site {
  readonly hunt: Hunt;
  readonly part: Part;
  readonly slot: number;
  readonly rank: number;
  readonly before: number;
}

const hasMore = ({ hunt, part, slot, before }: Site): boolean => {
  const { snapshot, policy } = hunt.draft;
  const { nodes: table } = snapshot;
  return part.pods === 1
    ? scoreOf(lookFor(table, part.kind, policy), slot) > 0
    : roomOf(table, part.kind, slot) > before;
};

const suffices = (site: Site, chosen: readonly Local[]): boolean => {
  const { hunt } = site;
  const mark = markOf(hunt.draft.journal);
  let isLawful = true;
  for (const { victim, seats } of chosen) {
    isLawful = hunt.law.mayTake(hunt.draft, hunt.one, victim);
    if (!isLawful) break;
    moveVictim(hunt, victim, { seats, sign: -1 });
  }
  const answer = isLawful && hasMore(site);
  undoTo(hunt.draft.journal, mark);
  return answer;
};

/** Adds the largest first until there is room; none that the law protects by then. */
const gathered = (site: Site, locals: readonly Local[]): readonly Local[] | undefined => {
  const { hunt } = site;
  const mark = markOf(hunt.draft.journal);
  const chosen: Local[] = [];
  const largestFirst = locals.toSorted(
    (a, b) => b.gpuMilli - a.gpuMilli || cheaperFirst(a.victim, b.victim),
  );
  let isEnough = false;
  for (const local of largestFirst) {
    if (!hunt.law.mayTake(hunt.draft, hunt.one, local.victim)) continue;
    moveVictim(hunt, local.victim, { seats: local.seats, sign: -1 });
    chosen.push(local);
    isEnough = hasMore(site);
    if (isEnough) break;
  }
  undoTo(hunt.draft.journal, mark);
  return isEnough ? chosen : undefined;
};

/** Leaves out whom the rest makes needless, the dearest first, then trades the rest for cheaper ones. */
const improved = (
  site: Site,
  found: readonly Local[],
  locals: readonly Local[],
): readonly Local[] => {
  let chosen = found;
  for (const local of found.toSorted((a, b) => cheaperFirst(b.victim, a.victim))) {
    const rest = chosen.filter((other) => other !== local);
    if (rest.length > 0 && suffices(site, rest)) chosen = rest;
  }
  for (const local of chosen) {
    const rest = chosen.filter((other) => other !== local);
    const cheaper = locals.find(
      (other) =>
        !chosen.includes(other) &&
        cheaperFirst(other.victim, local.victim) < 0 &&
        suffices(site, [...rest, other]),
    );
    if (cheaper !== undefined) chosen = [...rest, cheaper];
  }
  return chosen;
};

const optionOf = (site: Site, chosen: readonly Local[]): Option => ({
  slot: site.slot,
  rank: site.rank,
  victims: chosen.map((local) => local.victim),
  priority: Math.max(...chosen.map((local) => local.victim.priority)),
  lossMilli: chosen.reduce((sum, local) => sum + local.victim.shape.amounts.gpuMilli, 0),
  oldest: Math.min(...chosen.map((local) => local.victim.age)),
});

/** The cheapest single victim that makes room alone. */
const single = (site: Site, cheapestFirst: readonly Local[]): Local | undefined => {
  const { hunt, part, slot } = site;
  const { nodes } = hunt.draft.snapshot;
  const lackMilli = part.kind.gpuDevices * part.kind.gpuMilli - (nodes.gpuFuture[slot] ?? 0);
  return cheapestFirst.find(
    (local) => (part.pods > 1 || local.gpuMilli >= lackMilli) && suffices(site, [local]),
  );
};

/** The cheapest victims found on one node that let it take one more pod of a part. */
export const optionAt = (
  hunt: Hunt,
  where: { readonly part: Part; readonly slot: number; readonly field: Field },
): Option | undefined => {
  const { nodes } = hunt.draft.snapshot;
  const { part, slot, field } = where;
  const there = field.bySlot[slot];
  if (there === undefined) return undefined;
  const occupants = there.filter(({ victim }) => victim.decidedIn !== hunt.draft.number);
  if (occupants.length === 0 || refusalAt(nodes, part.kind, slot) !== 'none') return undefined;
  if (!couldHold(nodes, part.kind, { slot, occupants })) return undefined;
  const locals = localsOf(occupants).toSorted((a, b) => cheaperFirst(a.victim, b.victim));
  const rank = nodes.rankOf[slot] ?? 0;
  const site = { hunt, part, slot, rank, before: roomOf(nodes, part.kind, slot) };
  const alone = single(site, locals);
  if (alone !== undefined) return optionOf(site, [alone]);
  const found = gathered(site, locals);
  return found === undefined ? undefined : optionOf(site, improved(site, found, locals));
};
