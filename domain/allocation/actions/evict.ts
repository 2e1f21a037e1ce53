import { isWithinQuota, overQuota } from '../fit/bounds.ts';
import { isForeign } from '../fit/claims.ts';
import { notLent } from '../fit/lending.ts';
import { overNamed } from '../fit/named-bounds.ts';
import { isHopeless } from '../fit/offer.ts';
import { later, seatAsk } from '../gang/gang.ts';
import { firstIn, raceOf, rerun } from '../order/race.ts';
import { advance, type Draft, serve, wakeAt } from '../plan/draft.ts';
import type { Hunt } from '../search/field.ts';
import { huntFor } from '../search/hunt.ts';
import type { Law, Refusal, Seeker } from '../search/laws.ts';
import { freshMemory, type Memory } from '../search/memory.ts';
import type { Catch } from '../search/quarry.ts';
import { markOut, moveUnit } from '../search/units.ts';
import type { Outcome, QueueState, Turn, WaitingClass } from '../state/snapshot.ts';
import { invariant } from '../../foundation/invariant.ts';
import { headOf } from '../order/order.ts';
import { firstTurn, nextTurn } from './allocate.ts';
import { evict } from './record.ts';
import { replace } from './replace.ts';

const seekerOf = ({ workload, shape, one }: Turn, queue: QueueState): Seeker => ({
  workload,
  queue,
  shape,
  isPreemptible: one?.isPreemptible ?? (workload.isPreemptible || workload.isSemiPreemptible),
  isGrowing: (one?.rank ?? 1) > 0,
  isBack: one?.isBack === true,
  before: { ...queue.allocated },
});

/** Writes the catch down: victims go, the seeker is seated on what they leave, and who can be seated elsewhere moves. */
const commit = (hunt: Hunt, turn: Turn, caught: Catch): void => {
  const { draft } = hunt;
  for (const unit of caught.victims) {
    evict(hunt, unit, caught.dearer);
    moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    markOut(draft, unit, true);
  }
  const seating = seatAsk(draft, turn, caught.within);
  invariant(seating !== undefined, () => `${turn.workload.id} has victims but no place`);
  serve(draft, turn, caught.victims.length === 0 ? seating : later(draft.journal, seating));
  const isMove = hunt.law.action === 'consolidate';
  if (isMove || draft.policy.isMovedKept) replace(draft, caught.victims, seating.seats);
};

/** An action: whom it may evict, and how victims are looked for. */
interface Chase {
  readonly law: Law;
  readonly search: (hunt: Hunt, grounds: readonly QueueState[]) => Catch | undefined;
}

const outcomeOf = (one: WaitingClass, law: Law): Outcome => one[law.action];

const isOfNow = (
  { snapshot }: Draft,
  of: { readonly version: number; readonly figuresVersion: number },
): boolean =>
  of.version === snapshot.nodes.version && of.figuresVersion === snapshot.figuresVersion;

/** Whether a search would look at the same things now: who was weighed by the time that it ran is weighed anew. */
const isOfTime = (
  { nowMs }: Draft,
  { atMs, untilMs, isTimed }: { readonly atMs: number; untilMs: number; isTimed: boolean },
): boolean => nowMs === atMs || (!isTimed && nowMs > atMs && nowMs < untilMs);

/** The last catch, and the figures that it is good for: nothing is searched twice. */
interface Kept {
  readonly search: Chase['search'];
  turn: Turn | undefined;
  caught: Catch | undefined;
  version: number;
  figuresVersion: number;
  /** When it may come out otherwise. @unit ms since epoch */
  untilMs: number;
}

/** Tries the action for what is next; what failed is remembered for these very figures. */
const attempt = (hunt: Hunt, turn: Turn, kept: Kept): Catch | undefined => {
  const { draft } = hunt;
  const isKept = kept.turn?.one === turn.one && turn.one !== undefined && isOfNow(draft, kept);
  if (isKept) {
    wakeAt(draft, kept.untilMs);
    return kept.caught;
  }
  const wakeBefore = draft.wakeAtMs;
  draft.wakeAtMs = Number.MAX_SAFE_INTEGER;
  kept.caught = searched(hunt, turn.one, kept.search);
  kept.untilMs = draft.wakeAtMs;
  draft.wakeAtMs = Math.min(wakeBefore, kept.untilMs);
  kept.turn = turn;
  kept.version = draft.snapshot.nodes.version;
  kept.figuresVersion = draft.snapshot.figuresVersion;
  return kept.caught;
};

/** What all who may be evicted in these queues hold together. @unit thousandths of a card */
const evictableIn = ({ memory }: Hunt, grounds: readonly QueueState[]): number => {
  const known = memory?.evictable;
  if (known?.grounds === grounds) return known.gpuMilli;
  const gpuMilli = grounds.reduce((sum, leaf) => sum + leaf.evictableGpuMilli, 0);
  if (memory !== undefined) memory.evictable = { grounds, gpuMilli };
  return gpuMilli;
};

const searched = (
  hunt: Hunt,
  one: WaitingClass | undefined,
  search: Chase['search'],
): Catch | undefined => {
  const { draft, seeker, law } = hunt;
  const { snapshot } = draft;
  const outcome = one === undefined ? undefined : outcomeOf(one, law);
  if (outcome !== undefined && isOfNow(draft, outcome) && isOfTime(draft, outcome)) {
    wakeAt(draft, outcome.untilMs);
    outcome.triedIn = draft.number;
    return undefined;
  }
  const wakeBefore = draft.wakeAtMs;
  draft.wakeAtMs = Number.MAX_SAFE_INTEGER;
  draft.isTimed = false;
  const grounds = law.grounds(draft, seeker);
  const caught = search(hunt, grounds);
  const untilMs = draft.wakeAtMs;
  draft.wakeAtMs = Math.min(wakeBefore, untilMs);
  if (caught !== undefined || outcome === undefined) return caught;
  outcome.version = snapshot.nodes.version;
  outcome.figuresVersion = snapshot.figuresVersion;
  outcome.atMs = draft.nowMs;
  outcome.untilMs = untilMs;
  outcome.isTimed = draft.isTimed;
  outcome.triedIn = draft.number;
  outcome.obstacle = grounds.length === 0 ? 'NoVictims' : 'VictimsTooFew';
  outcome.figure = evictableIn(hunt, grounds);
  outcome.bound = seeker.shape.amounts.gpuMilli;
  return undefined;
};

/** Nothing was searched, at whatever figures. */
const refused = { version: -1, figuresVersion: -1 } as const;

/**
 * Why somebody who came back again and again may not try: shares between queues and priorities inside one may send the
 * same few round in a circle, each lawfully. A quota is a promise: up to that anybody may take back, however often.
 */
const tooOften = ({ queue, shape }: Seeker, one: WaitingClass | undefined): Refusal | undefined => {
  if (one?.isWeary !== true) return undefined;
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    if (!isWithinQuota(at, shape.amounts))
      return { obstacle: 'NoVictims', figure: 0, bound: shape.amounts.gpuMilli };
  return undefined;
};

/** Says why somebody may not try, or that it may. */
const isOpen = (hunt: Hunt, one: WaitingClass | undefined): boolean => {
  const { draft, seeker, law } = hunt;
  const dueMs = seeker.workload.askedAtMs + draft.policy.preemptionDelayMs;
  if (draft.policy.preemptionDelayMs > 0 && dueMs > draft.nowMs) {
    wakeAt(draft, dueMs);
    return false;
  }
  if (isForeign(seeker.queue, seeker.shape)) return false;
  // Nobody's going relieves a bound on a model or a named resource.
  if (overNamed(draft.snapshot, seeker) !== undefined) return false;
  const refusal = law.refuses(draft, seeker) ?? tooOften(seeker, one);
  if (refusal === undefined) return true;
  if (one !== undefined)
    Object.assign(outcomeOf(one, law), refused, refusal, { triedIn: draft.number });
  return false;
};

/** The law of an action, and what its searches know of each other. */
interface Rules {
  readonly law: Law;
  readonly memory: Memory;
}

const huntOf = (draft: Draft, { law, memory }: Rules, turn: Turn): Hunt | undefined => {
  const { queue } = turn.workload;
  return queue === undefined ? undefined : { draft, law, seeker: seekerOf(turn, queue), memory };
};

/** Somebody who may try, and the search that it would begin. */
interface Candidate {
  readonly turn: Turn;
  readonly hunt: Hunt;
}

/** Who may try, and the classes that the law does not let try yet. */
interface Entries {
  readonly open: readonly Candidate[];
  readonly barred: Set<WaitingClass>;
}

const openTurns = (draft: Draft, rules: Rules): Entries => {
  const { leaves, nodes } = draft.snapshot;
  const open: Candidate[] = [];
  const barred = new Set<WaitingClass>();
  for (const leaf of leaves)
    for (const one of leaf.waiting) {
      one.phase = 'done';
      advance(draft, one);
      const workload = headOf(one);
      if (workload === undefined || isHopeless(nodes, one.shape)) continue;
      const turn = { workload, shape: one.shape, one };
      const hunt = huntOf(draft, rules, turn);
      if (hunt === undefined) continue;
      if (isOpen(hunt, one)) {
        one.phase = 'open';
        open.push({ turn, hunt });
      } else barred.add(one);
    }
  return { open, barred };
};

/** Lets those of a queue try after all to whom the going of others of it makes way. */
const readmit = (draft: Draft, scope: Scope, leaf: QueueState): void => {
  const { barred } = scope;
  for (const one of leaf.waiting) {
    const workload = barred.has(one) ? headOf(one) : undefined;
    const hunt = workload && huntOf(draft, scope, { workload, shape: one.shape, one });
    if (hunt === undefined || !isOpen(hunt, one)) continue;
    barred.delete(one);
    one.phase = 'open';
  }
};

/** The rules of an action, and the classes that they bar. */
interface Scope extends Rules {
  readonly barred: Set<WaitingClass>;
}

/** One more for a class, if the law and the nodes allow: says whom that cost, or that it is not worth asking again. */
const tryTurn = (hunt: Hunt, turn: Turn, kept: Kept): Catch | undefined => {
  const { seeker } = hunt;
  if (!isOpen(hunt, turn.one)) return undefined;
  if (!seeker.isPreemptible && overQuota(seeker.queue, seeker.shape.amounts) !== undefined)
    return undefined;
  const caught = attempt(hunt, turn, kept);
  if (!isOfUse(hunt, caught)) return undefined;
  commit(hunt, turn, caught);
  return caught;
};

/** Whether anything comes of a catch. */
const isOfUse = (hunt: Hunt, caught: Catch | undefined): caught is Catch =>
  caught !== undefined && (caught.victims.length > 0 || isFreeFor(hunt));

/** Whether room that needs nobody's going may be given out at all: it may be kept for others. */
const isFreeFor = ({ draft, seeker }: Hunt): boolean =>
  draft.reserved.length === 0 &&
  notLent(draft.snapshot, seeker.queue, seeker.shape.amounts) === undefined;

/** Serves leaf after leaf until nobody is left who is worth asking. */
const evictInTurn = (draft: Draft, scope: Scope, kept: Kept): void => {
  const { snapshot } = draft;
  for (const leaf of snapshot.leaves) leaf.next = firstTurn(draft, leaf);
  const race = raceOf(snapshot.roots, snapshot.total);
  for (;;) {
    const leaf = firstIn(race);
    const turn = leaf?.next;
    if (leaf === undefined || turn === undefined) break;
    const hunt = huntOf(draft, scope, turn);
    const caught = hunt === undefined ? undefined : tryTurn(hunt, turn, kept);
    const { one } = turn;
    if (one !== undefined && (caught === undefined || headOf(one) === undefined))
      one.phase = 'done';
    const losers = losersIn(caught);
    for (const queue of losers) readmit(draft, scope, queue);
    // Of a victim's queue, too, somebody else may be next now: whoever was evicted is served no more.
    for (const queue of new Set([leaf, ...losers])) {
      // Classes that were let in after all have to be lined up with the others.
      queue.next = losers.has(queue) ? firstTurn(draft, queue) : nextTurn(draft, queue);
      rerun(race, queue);
    }
  }
};

/** The queues that a catch takes pods from. */
const losersIn = (caught: Catch | undefined): ReadonlySet<QueueState> =>
  new Set((caught?.victims ?? []).flatMap(({ workload }) => workload.queue ?? []));

/**
 * Lets those who wait evict others, queue by queue, best first, under the law of one action.
 *
 * Whoever fails is done for this action. Where every attempt fails anyway, the order is left out.
 * @cost O(classes) cheap checks, and a search for each class that the law lets try and that has not failed on these
 * very figures.
 * @source peer-scheduler reference §1.5
 */
export const evictBy = (draft: Draft, { law, search }: Chase): void => {
  const rules: Rules = { law, memory: freshMemory() };
  const { open, barred } = openTurns(draft, rules);
  if (open.length === 0) return;
  const kept: Kept = {
    search,
    turn: undefined,
    caught: undefined,
    version: -1,
    figuresVersion: -1,
    untilMs: Number.MAX_SAFE_INTEGER,
  };
  const { wakeAtMs } = draft;
  const isFruitless = ({ turn, hunt }: Candidate): boolean =>
    !isOfUse(hunt, attempt(hunt, turn, kept));
  if (open.every(isFruitless)) return;
  // How far that came depends on who is listed first: only what is found in turn is told and waited for.
  draft.wakeAtMs = wakeAtMs;
  for (const { turn } of open) if (turn.one !== undefined) outcomeOf(turn.one, law).triedIn = -1;
  evictInTurn(draft, { ...rules, barred }, kept);
};

/** The same with the usual search: the cheapest victims. */
export const evictFor = (draft: Draft, law: Law): void => evictBy(draft, { law, search: huntFor });
