import { lookFor, refusalAt, roomOf, scoreOf } from '../fit/fit.ts';
import { markOf, undoTo } from '../state/journal.ts';
import type { Part, Seat, Unit, Workload } from '../state/snapshot.ts';
import { couldHold, type Hunt, needOf, type Occupant, type Places } from './field.ts';
import { mayGo } from './laws.ts';
import { sparesAt } from './spares.ts';
import { cheaperFirst, lossOf, moveUnit, placeFirst, sizeFirst, wholeOf } from './units.ts';

/** Victims whose going lets one node take one more pod. @shape `rank` of the node breaks ties */
export interface Option {
  readonly slot: number;
  readonly rank: number;
  readonly victims: readonly Unit[];
  /** How many gangs stop by it. */
  readonly gangs: number;
  /** The highest among the victims. */
  readonly priority: number;
  readonly loss: number;
  readonly lossMilli: number;
  /** The age of the oldest: the larger, the newer all of them are. */
  readonly oldest: number;
}

/** Fewest gangs, then the lowest priority, then least lost GPU time, then fewest GPUs, then newest, then the node's place. */
export const compareOptions = (a: Option, b: Option): number =>
  a.gangs - b.gangs ||
  a.priority - b.priority ||
  a.loss - b.loss ||
  a.victims.length - b.victims.length ||
  a.lossMilli - b.lossMilli ||
  b.oldest - a.oldest ||
  samePlaceFirst(a, b) ||
  a.rank - b.rank;

/** Of one workload the pod that is last in order goes, wherever it is. */
const samePlaceFirst = ({ victims: [a] }: Option, { victims: [b] }: Option): number =>
  a === undefined || b === undefined || a.workload !== b.workload ? 0 : placeFirst(a, b);

/** What of a unit stands on the node that is looked at. */
interface Local {
  readonly unit: Unit;
  readonly seats: readonly Seat[];
  readonly gpuMilli: number;
}

const localOf = (unit: Unit, seats: readonly Seat[]): Local => ({
  unit,
  seats,
  gpuMilli: seats.reduce((sum, seat) => sum + seat.devices.length * seat.gpuMilli, 0),
});

/** The spare pods of a workload that stand here, and all that it has. */
const localsOfOne = (hunt: Hunt, victim: Workload, seats: readonly Seat[]): readonly Local[] => {
  const { draft } = hunt;
  const here = localOf(wholeOf(draft, victim), seats);
  if (victim.build.isWhole) return [here];
  const spares = sparesAt(draft, victim, seats);
  return [...spares.map((unit) => localOf(unit, unit.seats)), here];
};

const localsOf = (hunt: Hunt, occupants: readonly Occupant[]): readonly Local[] => {
  const byVictim = new Map<Workload, Seat[]>();
  for (const { victim, seat } of occupants) {
    const seats = byVictim.get(victim);
    if (seats === undefined) byVictim.set(victim, [seat]);
    else seats.push(seat);
  }
  return [...byVictim].flatMap(([victim, seats]) => localsOfOne(hunt, victim, seats));
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

/** A workload goes whole or in part, not both. */
const isBeside = (chosen: readonly Local[], { unit }: Local): boolean =>
  chosen.every(
    (other) => other.unit.workload !== unit.workload || (!other.unit.isWhole && !unit.isWhole),
  );

const suffices = (site: Site, chosen: readonly Local[]): boolean => {
  const { hunt } = site;
  const { draft } = hunt;
  const mark = markOf(draft.journal);
  let isLawful = true;
  for (const { unit, seats } of chosen) {
    isLawful = mayGo(hunt, unit);
    if (!isLawful) break;
    moveUnit(draft, unit, { seats, sign: -1 });
  }
  const answer = isLawful && hasMore(site);
  undoTo(draft.journal, mark);
  return answer;
};

/** Spare pods first, then the largest, until there is room; nobody that the law protects by then. */
const gathered = (site: Site, locals: readonly Local[]): readonly Local[] | undefined => {
  const { hunt } = site;
  const { draft } = hunt;
  const mark = markOf(draft.journal);
  let chosen: Local[] = [];
  const inOrder = locals.toSorted(
    (a, b) =>
      Number(a.unit.isWhole) - Number(b.unit.isWhole) ||
      b.gpuMilli - a.gpuMilli ||
      sizeFirst(a.unit, b.unit),
  );
  let isEnough = false;
  for (const local of inOrder) {
    const replaced = chosen.filter((other) => !isBeside([local], other));
    for (const other of replaced) moveUnit(draft, other.unit, { seats: other.seats, sign: 1 });
    const isLawful = mayGo(hunt, local.unit);
    const coming = isLawful ? [local] : replaced;
    for (const one of coming) moveUnit(draft, one.unit, { seats: one.seats, sign: -1 });
    chosen = [...chosen.filter((other) => !replaced.includes(other)), ...coming];
    // Where each part alone has room there is some before anybody goes.
    isEnough = chosen.length > 0 && hasMore(site);
    if (isEnough) break;
  }
  undoTo(draft.journal, mark);
  return isEnough ? chosen : undefined;
};

/** Whether cards alone would do once these have gone: never says no wrongly. */
const hasCards = ({ hunt, part, slot, before }: Site, chosen: readonly Local[]): boolean => {
  const { nodes } = hunt.draft.snapshot;
  // What is held for them here goes with them.
  if (chosen.some(({ unit }) => unit.isWhole && unit.workload.held.length > 0)) return true;
  const pods = part.pods === 1 ? 1 : before + 1;
  const freeMilli = chosen.reduce(
    (sum, { gpuMilli }) => sum + gpuMilli,
    nodes.gpuFuture[slot] ?? 0,
  );
  return freeMilli >= pods * needOf(part.kind);
};

/** Leaves out whom the rest makes needless, the dearest first, then trades the rest for cheaper ones. */
const improved = (
  site: Site,
  found: readonly Local[],
  locals: readonly Local[],
): readonly Local[] => {
  const { draft } = site.hunt;
  let chosen = found;
  for (const local of found.toSorted((a, b) => cheaperFirst(draft, b.unit, a.unit))) {
    const rest = chosen.filter((other) => other !== local);
    if (rest.length > 0 && hasCards(site, rest) && suffices(site, rest)) chosen = rest;
  }
  for (const local of chosen) {
    const rest = chosen.filter((other) => other !== local);
    const cheaper = locals.find(
      (other) =>
        !chosen.includes(other) &&
        isBeside(rest, other) &&
        cheaperFirst(draft, other.unit, local.unit) < 0 &&
        suffices(site, [...rest, other]),
    );
    if (cheaper !== undefined) chosen = [...rest, cheaper];
  }
  return chosen;
};

const optionOf = (site: Site, chosen: readonly Local[]): Option => {
  const { draft } = site.hunt;
  const victims = chosen.map(({ unit }) => unit);
  return {
    slot: site.slot,
    rank: site.rank,
    victims,
    gangs: victims.filter(({ isWhole }) => isWhole).length,
    priority: Math.max(...victims.map(({ workload }) => workload.priority)),
    loss: victims.reduce((sum, unit) => sum + lossOf(draft, unit), 0),
    lossMilli: victims.reduce((sum, { amounts }) => sum + amounts.gpuMilli, 0),
    oldest: Math.min(...victims.map(({ workload }) => workload.age)),
  };
};

/** The cheapest single victim that makes room alone. */
const single = (site: Site, cheapestFirst: readonly Local[]): Local | undefined =>
  cheapestFirst.find((local) => hasCards(site, [local]) && suffices(site, [local]));

/** The cheapest victims found on one node that let it take one more pod of a part. */
export const optionAt = (
  hunt: Hunt,
  where: { readonly part: Part; readonly slot: number; readonly field: Places },
): Option | undefined => {
  const { draft } = hunt;
  const { nodes } = draft.snapshot;
  const { part, slot, field } = where;
  const there = field.bySlot[slot];
  if (there === undefined) return undefined;
  const occupants = there.filter(
    ({ victim, seat }) => victim.decidedIn !== draft.number && !draft.out.has(seat),
  );
  if (occupants.length === 0 || refusalAt(nodes, part.kind, slot) !== 'none') return undefined;
  if (!couldHold(nodes, part.kind, { slot, occupants })) return undefined;
  const locals = localsOf(hunt, occupants).toSorted((a, b) => cheaperFirst(draft, a.unit, b.unit));
  const rank = nodes.rankOf[slot] ?? 0;
  const site = { hunt, part, slot, rank, before: roomOf(nodes, part.kind, slot) };
  const alone = single(site, locals);
  // A whole gang goes alone only where pods that can be spared would not do together.
  const isSettled =
    alone !== undefined && (!alone.unit.isWhole || !locals.some(({ unit }) => !unit.isWhole));
  if (isSettled) return optionOf(site, [alone]);
  const found = gathered(site, locals);
  const together = found && optionOf(site, improved(site, found, locals));
  if (alone === undefined || together === undefined) return together;
  const whole = optionOf(site, [alone]);
  return compareOptions(together, whole) < 0 ? together : whole;
};
