import type { Eviction, EvictionAction, Plan, Policy } from '../../domain/allocation/index.ts';
import { type BookedJob, type Books, podsAt } from './books.ts';
import { after, booksBefore, type Decided, type Decision, decidedIn } from './decisions.ts';
import { resources } from './fair-share.ts';
import { gangOf } from './gangs.ts';
import { isProtected } from './min-run.ts';
import { overuse, roomsOf } from './room.ts';
import { findSeats } from './seat-search.ts';
import { cardsOf } from './seats.ts';
import { allocatedTo, below, heldBy, pathOf } from './sums.ts';

/**
 * Whether for these pods the first seats that are found are as good as any: one kind of pods, each of whole cards, or
 * one pod, that need not be near anybody or share anything. For others the kernel seats one pod after the other, best
 * node first, and does not try again otherwise: what it then leaves out or takes too much of is no fault by its rules.
 */
export const isPlain = (books: Books, { submission }: BookedJob, count: number): boolean => {
  const [group, ...others] = submission.subGroups;
  if (group === undefined || others.length > 0) return false;
  const { request, affinity } = group;
  const { topology, podSets } = gangOf(submission);
  if (affinity !== undefined || request.claims !== undefined || topology !== undefined)
    return false;
  if (podSets.some((set) => set.topology !== undefined)) return false;
  const isWhole = request.gpuMemoryMib === undefined && request.gpuMilli === 1000;
  // A share of a card that nobody shares yet needs one more of the pods that a node may have: for who minds the card.
  const hasRoomForPods = [...books.nodes.values()].every(({ offer }) => offer.podsMax > 50);
  return cardsOf(request) === 0 || isWhole || (count === 1 && hasRoomForPods);
};

/** Limits of its queues let these pods be had. */
const isWithinLimits = (books: Books, job: BookedJob, decision: Decision): boolean => {
  const asked = heldBy(books, job.submission, decision.gives?.pods ?? []);
  return pathOf(books, job.queueId).every((id) => {
    const has = below(books, id, allocatedTo);
    return resources.every((resource) => {
      const limit = books.queues.get(id)?.entitlements[resource].limit ?? -1;
      return limit < 0 || asked[resource] <= 0 || has[resource] + asked[resource] <= limit;
    });
  });
};

/** The same decision with one victim fewer, or one pod of a victim fewer; each such way. */
const lesser = (decision: Decision): readonly (readonly [string, Decision])[] =>
  decision.evictions.flatMap((spared) => {
    const others = decision.evictions.filter((one) => one !== spared);
    const without = (kept: readonly Eviction[], name: string) =>
      [name, { ...decision, evictions: [...others, ...kept] }] as const;
    const { pods } = spared;
    if (pods === undefined || pods.length === 1) return [without([], spared.workloadId)];
    return pods.map((pod) =>
      without(
        [{ ...spared, pods: pods.filter((one) => one !== pod) }],
        `a pod of ${spared.workloadId}`,
      ),
    );
  });

const isNeeded = (books: Books, job: BookedJob, decision: Decision): boolean => {
  const { gives, ...goes } = decision;
  const without = after(books, goes);
  if (!isWithinLimits(without, job, decision)) return true;
  // Who moves may move to where this one would have gone from.
  const rooms = [...roomsOf(without, 'future').values()];
  if (rooms.some((room) => overuse(room).length > 0)) return true;
  const pods = gives?.pods ?? [];
  return typeof findSeats(without, { job, pods, plane: 'future', triesMax: 3_000 }) === 'string';
};

const hasNames = ({ queues }: Books): boolean =>
  [...queues.values()].some(({ terms }) => terms?.others !== undefined);

/** The decisions of a plan by some actions for a plain ask that has nothing yet. */
const plainHunts = (
  books: Books,
  { now, later }: Decided,
  actions: readonly EvictionAction[] = ['reclaim', 'preempt'],
): readonly (readonly [Decision, BookedJob])[] =>
  [...now, ...later].flatMap((decision) => {
    const job = books.jobs.get(decision.gives?.workloadId ?? '');
    const isFor = decision.evictions.some(({ action }) => actions.includes(action));
    if (job === undefined || !isFor || job.pods.length > 0) return [];
    return isPlain(books, job, decision.gives?.pods.length ?? 0) ? [[decision, job] as const] : [];
  });

/** Every victim without whose going the preemptor would have found room, and how many decisions were looked at. */
export const needlessIn = (
  books: Books,
  made: Plan,
): { wrong: readonly string[]; seen: number } => {
  if (hasNames(books)) return { wrong: [], seen: 0 };
  const hunts = plainHunts(books, decidedIn(made), ['reclaim', 'preempt', 'consolidate']);
  const wrong = hunts.flatMap(([decision, job]) => {
    const starts = booksBefore(books, made, decision);
    return lesser(decision)
      .filter(([, one]) => starts.every((start) => !isNeeded(start, job, one)))
      .map(([name]) => `${name} goes for ${job.submission.id}, which had room without`);
  });
  return { wrong, seen: hunts.length };
};

/** Workloads of one pod that has whole cards, or none: any two on one node leave the same behind. */
const isAlike = (a: BookedJob, b: BookedJob): boolean => {
  const [one, more] = podsAt(a, 'bound');
  const [other, others] = podsAt(b, 'bound');
  if (one === undefined || other === undefined || more !== undefined || others !== undefined)
    return false;
  const [left, right] = [a.submission.subGroups, b.submission.subGroups];
  const isWhole = one.devices.length === 0 || one.gpuMilli === 1000;
  return (
    isWhole &&
    one.nodeId === other.nodeId &&
    one.subGroup === other.subGroup &&
    JSON.stringify(left) === JSON.stringify(right) &&
    JSON.stringify(gangOf(a.submission)) === JSON.stringify(gangOf(b.submission))
  );
};

/** Victims instead of whom another of the same queue should have gone: of lower priority, or that ran for less. */
export const dearerIn = (
  books: Books,
  made: Plan,
  at: { readonly policy: Policy; readonly nowMs: number },
): readonly string[] => {
  const decided = new Set([
    ...made.evictions.map(({ workloadId }) => workloadId),
    ...[...made.placements, ...made.nominations].map(({ workloadId }) => workloadId),
  ]);
  return plainHunts(books, decidedIn(made)).flatMap(([{ evictions }, preemptor]) => {
    const [only, ...others] = evictions.filter(({ movesTo }) => movesTo === undefined);
    const victim = books.jobs.get(only?.workloadId ?? '');
    if (only === undefined || victim === undefined || others.length > 0) return [];
    const trial = { books, preemptor, ...at };
    return [...books.jobs.values()]
      .filter(
        (one) =>
          one.queueId === victim.queueId &&
          !decided.has(one.submission.id) &&
          one.submission.isPreemptible &&
          one.exit === 'none' &&
          isAlike(one, victim) &&
          !isProtected(trial, one, only.action) &&
          (one.submission.priority < victim.submission.priority ||
            (one.submission.priority === victim.submission.priority &&
              one.startedAtMs > victim.startedAtMs)),
      )
      .map((one) => `${only.workloadId} goes instead of ${one.submission.id}`);
  });
};
