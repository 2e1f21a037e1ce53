import { compareIds } from '../../foundation/ids.ts';
import { overLimit } from '../fit/bounds.ts';
import { candidatesOf, type Field, fieldOf, type Hunt } from './field.ts';
import { markOf, undoTo } from '../state/journal.ts';
import { groundsUnder } from './laws.ts';
import { loneVictim } from './lone.ts';
import { compareOptions, moveVictim, type Option, optionAt } from './options.ts';
import { type Catch, fits, isLawfulNow, isServed } from './quarry.ts';
import { relieverOf } from './relief.ts';
import { roomFor } from '../fit/seek.ts';
import type { Part, QueueState, Workload } from '../state/snapshot.ts';

const lackingPart = ({ draft, one }: Hunt): Part | undefined => {
  const { snapshot, policy } = draft;
  const lacking = one.shape.parts.find(
    ({ kind, pods }) => roomFor(snapshot.nodes, kind, { enough: pods, policy }) < pods,
  );
  // Where each part alone has room but not all together, the largest is what stands in the way.
  return (
    lacking ??
    one.shape.parts.reduce<Part | undefined>(
      (most, part) =>
        most === undefined || part.kind.gpuDevices > most.kind.gpuDevices ? part : most,
      undefined,
    )
  );
};

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

const take = (hunt: Hunt, victim: Workload, taken: Workload[]): void => {
  moveVictim(hunt, victim, { seats: victim.seats, sign: -1 });
  victim.decidedIn = hunt.draft.number;
  taken.push(victim);
};

const takeAll = (hunt: Hunt, option: Option, taken: Workload[]): boolean => {
  for (const victim of option.victims) {
    if (!isLawfulNow(hunt, victim)) return false;
    take(hunt, victim, taken);
  }
  return true;
};

/** Opens node after node, cheapest first, until the gang fits or no node is left. */
const openNodes = (hunt: Hunt, field: Field, taken: Workload[]): { dearer: number } | undefined => {
  const { policy } = hunt.draft;
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
      if (taken.length > policy.bounds.victimsMax) return undefined;
      if (fits(hunt)) return { dearer };
      if (lackingPart(hunt) !== part) break;
    }
    if (!isAny) return undefined;
  }
  return { dearer };
};

const relieveLimits = (hunt: Hunt, field: Field, taken: Workload[]): boolean => {
  const { queue, shape } = hunt.one;
  for (;;) {
    const excess = overLimit(queue, shape.amounts);
    if (excess === undefined) return true;
    const victim = relieverOf(hunt, field, excess);
    if (victim === undefined || taken.length >= hunt.draft.policy.bounds.victimsMax) return false;
    take(hunt, victim, taken);
  }
};

const dearestFirst = (a: Workload, b: Workload): number =>
  b.priority - a.priority ||
  b.shape.amounts.gpuMilli - a.shape.amounts.gpuMilli ||
  a.age - b.age ||
  compareIds(a.id, b.id);

/** Puts back everybody whose going is not needed, the dearest first, until nobody is. */
const spare = (hunt: Hunt, taken: readonly Workload[]): readonly Workload[] => {
  let needed = taken;
  for (let isAgain = true; isAgain;) {
    isAgain = false;
    for (const victim of needed.toSorted(dearestFirst)) {
      moveVictim(hunt, victim, { seats: victim.seats, sign: 1 });
      if (isServed(hunt)) {
        needed = needed.filter((other) => other !== victim);
        isAgain = true;
      } else moveVictim(hunt, victim, { seats: victim.seats, sign: -1 });
    }
  }
  return needed;
};

/** Whether all may go, one after the other, as the law asks. */
const isLawful = (hunt: Hunt, victims: readonly Workload[]): boolean => {
  const { draft, one, law } = hunt;
  const mark = markOf(draft.journal);
  const isFine = victims.every((victim) => {
    const mayGo = law.mayTake(draft, one, victim);
    if (mayGo) moveVictim(hunt, victim, { seats: victim.seats, sign: -1 });
    return mayGo;
  });
  undoTo(draft.journal, mark);
  return isFine;
};

/**
 * Looks for the cheapest lawful victims that let the next workload of a class be seated; none if it fits without.
 *
 * Greedy and bounded: node by node the cheapest victims that make room for one more pod, then those that are not
 * needed are spared (S12). The state is as before when it returns.
 * @cost O(pods of candidates) + O(nodes · victims weighed)
 */
export const huntFor = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const { draft, one } = hunt;
  const excess = overLimit(one.queue, one.shape.amounts);
  const candidates = candidatesOf(hunt, groundsUnder(grounds, excess?.queue));
  const lone = loneVictim(hunt, candidates);
  if (lone !== undefined) return lone;
  const field = fieldOf(hunt, candidates);
  if (field === undefined) return undefined;
  const mark = markOf(draft.journal);
  const taken: Workload[] = [];
  const opened = openNodes(hunt, field, taken);
  const isFound = opened !== undefined && relieveLimits(hunt, field, taken) && isServed(hunt);
  const victims = isFound ? spare(hunt, taken) : [];
  for (const victim of taken) victim.decidedIn = -1;
  undoTo(draft.journal, mark);
  if (opened === undefined || !isFound || !isLawful(hunt, victims)) return undefined;
  return { victims, dearer: opened.dearer };
};
