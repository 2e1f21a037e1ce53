import { overLimit } from '../fit/bounds.ts';
import { markOf, undoTo } from '../state/journal.ts';
import { domainTreeOf } from '../gang/domains.ts';
import type { Draft } from '../plan/draft.ts';
import type { Domain, Part, QueueState, Unit, Workload } from '../state/snapshot.ts';
import { candidatesOf, type Field, fieldOf, type Hunt } from './field.ts';
import { groundsUnder, mayGo } from './laws.ts';
import { loneVictim } from './lone.ts';
import { compareOptions, type Option, optionAt } from './options.ts';
import { type Catch, fits, isLawfulNow, isServed, lackingPart } from './quarry.ts';
import { relieverOf } from './relief.ts';
import { lossOf, markOut, moveUnit, sizeFirst } from './units.ts';

/** Every node's option, cheapest first. */
const optionsFor = (hunt: Hunt, part: Part, field: Field): Option[] => {
  const { snapshot, policy } = hunt.draft;
  const found: Option[] = [];
  let weighed = 0;
  for (let rank = 0; rank < snapshot.nodes.count; rank += 1) {
    const slot = snapshot.nodes.slotAt[rank] ?? 0;
    if (field.bySlot[slot] === undefined) continue;
    if (weighed >= policy.bounds.victimsMax && found.length >= part.pods) break;
    const option = optionAt(hunt, { part, slot, field });
    if (option === undefined) continue;
    weighed += option.victims.length;
    found.push(option);
  }
  return found.toSorted(compareOptions);
};

const take = (hunt: Hunt, unit: Unit, taken: Unit[]): void => {
  moveUnit(hunt.draft, unit, { seats: unit.seats, sign: -1 });
  markOut(hunt.draft, unit, true);
  taken.push(unit);
};

const takeAll = (hunt: Hunt, option: Option, taken: Unit[]): boolean => {
  for (const unit of option.victims) {
    if (!isLawfulNow(hunt, unit)) return false;
    take(hunt, unit, taken);
  }
  return true;
};

/** Opens node after node, cheapest first, until the gang fits or no node is left. */
const openNodes = (hunt: Hunt, field: Field, taken: Unit[]): { dearer: number } | undefined => {
  const { bounds } = hunt.draft.policy;
  let dearer = 0;
  while (!fits(hunt)) {
    const part = lackingPart(hunt);
    if (part === undefined) return undefined;
    const options = optionsFor(hunt, part, field);
    if (options.length === 0) return undefined;
    dearer ||= options.length - 1;
    let isAny = false;
    for (const stale of options) {
      const option = isAny ? optionAt(hunt, { part, slot: stale.slot, field }) : stale;
      if (option === undefined || !takeAll(hunt, option, taken)) continue;
      isAny = true;
      if (taken.length > bounds.victimsMax) return undefined;
      if (fits(hunt)) return { dearer };
      if (lackingPart(hunt) !== part) break;
    }
    if (!isAny) return undefined;
  }
  return { dearer };
};

const relieveLimits = (hunt: Hunt, field: Field, taken: Unit[]): boolean => {
  const { queue, shape } = hunt.seeker;
  for (;;) {
    const excess = overLimit(queue, shape.amounts);
    if (excess === undefined) return true;
    if (taken.length >= hunt.draft.policy.bounds.victimsMax) return false;
    const unit = relieverOf(hunt, field, excess);
    if (unit === undefined) return false;
    take(hunt, unit, taken);
  }
};

/** The reverse of the order in which victims are chosen, and independent of time. */
const dearestFirst = (a: Unit, b: Unit): number =>
  Number(b.isWhole) - Number(a.isWhole) ||
  b.workload.priority - a.workload.priority ||
  sizeFirst(b, a);

/** Puts back everybody whose going is not needed, the dearest first, until nobody is. */
const spare = (hunt: Hunt, taken: readonly Unit[]): readonly Unit[] => {
  const { draft } = hunt;
  let needed = taken;
  for (let isAgain = true; isAgain;) {
    isAgain = false;
    for (const unit of needed.toSorted(dearestFirst)) {
      moveUnit(draft, unit, { seats: unit.seats, sign: 1 });
      if (isServed(hunt)) {
        needed = needed.filter((other) => other !== unit);
        isAgain = true;
      } else moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    }
  }
  return needed;
};

/** Whether all may go, one after the other, as the law asks. */
const isLawful = (hunt: Hunt, victims: readonly Unit[]): boolean => {
  const { draft } = hunt;
  const mark = markOf(draft.journal);
  const isFine = victims.every((unit) => {
    const goes = mayGo(hunt, unit);
    if (goes) moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    return goes;
  });
  undoTo(draft.journal, mark);
  return isFine;
};

/** Victims of one part of the pool. The state is as before. */
const huntHere = (hunt: Hunt, candidates: readonly Workload[]): Catch | undefined => {
  const { draft } = hunt;
  const field = fieldOf(hunt, candidates);
  if (field === undefined) return undefined;
  const mark = markOf(draft.journal);
  const taken: Unit[] = [];
  const opened = openNodes(hunt, field, taken);
  const isFound = opened !== undefined && relieveLimits(hunt, field, taken) && isServed(hunt);
  const victims = isFound ? spare(hunt, taken) : [];
  for (const unit of taken) markOut(draft, unit, false);
  undoTo(draft.journal, mark);
  if (opened === undefined || !isFound || !isLawful(hunt, victims)) return undefined;
  return { victims, dearer: opened.dearer };
};

const gangsIn = ({ victims }: Catch): number => victims.filter(({ isWhole }) => isWhole).length;

const isCheaper = (draft: Draft, a: Catch, b: Catch | undefined): boolean => {
  if (b === undefined) return true;
  const loss = ({ victims }: Catch): number =>
    victims.reduce((sum, unit) => sum + lossOf(draft, unit), 0);
  return (gangsIn(a) - gangsIn(b) || loss(a) - loss(b)) < 0;
};

/** Pods that must share a domain: victims are looked for in one domain after the other, and the cheapest are taken. */
const huntInDomains = (
  hunt: Hunt,
  candidates: readonly Workload[],
  domains: readonly Domain[],
): Catch | undefined => {
  let best: Catch | undefined;
  for (const { slots } of domains) {
    const caught = huntHere({ ...hunt, slots: new Set(slots) }, candidates);
    if (caught !== undefined && isCheaper(hunt.draft, caught, best)) best = caught;
  }
  return best;
};

/** The domains of which one must hold all pods of the seeker; `undefined` where nothing says so. */
const domainsFor = ({ draft, seeker }: Hunt): readonly Domain[] | undefined => {
  const { build } = seeker.workload;
  const constraint =
    build.topology ?? (build.sets.length === 1 ? build.sets[0]?.topology : undefined);
  if (constraint?.required === undefined) return undefined;
  const tree = domainTreeOf(draft.snapshot, constraint.topology);
  return tree?.byLevel[tree.levels.indexOf(constraint.required)] ?? [];
};

/**
 * Looks for the cheapest lawful victims that let the seeker's ask be seated; none if it fits without.
 *
 * Greedy and bounded: node by node the cheapest victims that make room for one more pod, then those that are not
 * needed are spared (S12). The state is as before when it returns.
 * @cost O(pods of candidates) + O(nodes · victims weighed); that per domain where pods must share one
 */
export const huntFor = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const domains = grounds.length === 0 ? undefined : domainsFor(hunt);
  // Others may have left more than they were evicted for.
  if (domains === undefined && isServed(hunt)) return { victims: [], dearer: 0 };
  if (grounds.length === 0) return undefined;
  const { queue, shape } = hunt.seeker;
  const excess = overLimit(queue, shape.amounts);
  const useful = groundsUnder(grounds, excess?.queue);
  if (domains !== undefined) return huntInDomains(hunt, candidatesOf(hunt, useful), domains);
  return loneVictim(hunt, useful) ?? huntHere(hunt, candidatesOf(hunt, useful));
};
