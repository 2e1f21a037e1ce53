import type { Amounts } from '../../domain/foundation/shapes.ts';
import { note } from './book-facts.ts';
import { type Books, copied } from './books.ts';
import { evictionFact } from './decisions.ts';
import { type Resource, resources } from './fair-share.ts';
import type { Trial } from './trial.ts';
import { allocatedTo, below, each, heldBy, nothing, pathOf, plus, some } from './sums.ts';

const asked = ({ books, preemptor, decision }: Trial): Amounts =>
  heldBy(books, preemptor.submission, decision.gives?.pods ?? []);

const deservedOf = (books: Books, id: string, resource: Resource): number => {
  const quota = books.queues.get(id)?.entitlements[resource].quota ?? 0;
  return quota < 0 ? Infinity : quota;
};

/** The most that a queue may keep: its limit, or the larger of quota and fair share. */
const allocatableOf = ({ books, shares }: Trial, id: string, resource: Resource): number => {
  const { quota = 0, limit = -1 } = books.queues.get(id)?.entitlements[resource] ?? {};
  const most = limit < 0 ? Infinity : limit;
  if (quota < 0) return most;
  return Math.min(most, Math.max(quota, shares.get(id)?.[resource] ?? 0));
};

/** The queues of two paths, top down, where they first differ. */
export const fork = (
  books: Books,
  reclaimerId: string,
  victimId: string,
): readonly [string, string] | undefined => {
  const ours = pathOf(books, reclaimerId).toReversed();
  const theirs = pathOf(books, victimId).toReversed();
  const at = ours.findIndex((id, depth) => id !== theirs[depth]);
  const [one, other] = [ours[at], theirs[at]];
  return one === undefined || other === undefined ? undefined : [one, other];
};

/** Above its share on the way down: one of the two strategies lets this victim go. */
const mayGo = (trial: Trial, books: Books, victimQueue: string): boolean => {
  const forked = fork(books, trial.preemptor.queueId, victimQueue);
  if (forked === undefined) return false;
  const [ours, theirs] = forked;
  const rem = below(books, theirs, allocatedTo);
  if (some((resource) => rem[resource] > allocatableOf(trial, theirs, resource))) return true;
  const has = plus(below(trial.books, ours, allocatedTo), asked(trial));
  return (
    each((resource) => has[resource] <= deservedOf(books, ours, resource)) &&
    some((resource) => rem[resource] > deservedOf(books, theirs, resource))
  );
};

/** Compares a/b with c/d exactly; b or d 0 stands for a ratio without bound where a or c is above 0. */
const isAtLeast = (a: number, b: number, { c, d }: { c: number; d: number }): boolean => {
  if (d === Infinity) return true;
  if (b === Infinity) return c === 0;
  if (b === 0 && a > 0) return true;
  if (d === 0 && c > 0) return false;
  return BigInt(a) * BigInt(Math.max(1, d)) >= BigInt(c) * BigInt(Math.max(1, b));
};

/** After it, no queue on the reclaimer's way is above its share and as saturated as a sibling that lost something. */
const saturated = (trial: Trial, next: Books, victims: readonly string[]): readonly string[] => {
  const { policy, preemptor, shares } = trial;
  const gets = asked(trial);
  const lost = trial.decision.evictions.map(({ workloadId }) => {
    const job = trial.books.jobs.get(workloadId);
    return job === undefined ? nothing : allocatedTo(trial.books, job);
  });
  const isInvolved = (resource: Resource): boolean =>
    gets[resource] > 0 || lost.some((one) => one[resource] > 0);
  return pathOf(next, preemptor.queueId).flatMap((id) => {
    const parentId = next.queues.get(id)?.parentId ?? '';
    const touched = [...new Set(victims.flatMap((victim) => pathOf(next, victim)))].filter(
      (other) => other !== id && next.queues.get(other)?.parentId === parentId,
    );
    const ours = plus(below(next, id, allocatedTo), nothing);
    return touched.flatMap((other) => {
      const theirs = below(next, other, allocatedTo);
      return resources.filter(isInvolved).flatMap((resource) => {
        const share = shares.get(id)?.[resource] ?? 0;
        const theirShare = shares.get(other)?.[resource] ?? 0;
        const isAbove = ours[resource] > share;
        if (!isAbove || theirShare === 0) return [];
        return isAtLeast(ours[resource] * policy.saturationMilli, share * 1000, {
          c: theirs[resource],
          d: theirShare,
        })
          ? [`${id} would be as saturated as ${other} in ${resource}`]
          : [];
      });
    });
  });
};

/** Why a reclaim is not lawful, in words; empty when it is. @source peer-scheduler reference §1.5 */
export const wrongReclaim = (trial: Trial): readonly string[] => {
  const { books, preemptor, shares, decision } = trial;
  const wrong: string[] = [];
  const has = plus(below(books, preemptor.queueId, allocatedTo), asked(trial));
  const share = shares.get(preemptor.queueId) ?? nothing;
  for (const resource of resources)
    if (has[resource] > share[resource])
      wrong.push(`${preemptor.queueId} rises to ${has[resource]} ${resource}, above its share`);
  const at = copied(books);
  const queues: string[] = [];
  for (const eviction of decision.evictions) {
    const victim = at.jobs.get(eviction.workloadId);
    if (victim === undefined) continue;
    // Who only moves loses nothing: shares do not protect it.
    const isMoved = trial.policy.isMovedKept && eviction.movesTo !== undefined;
    if (!isMoved) queues.push(victim.queueId);
    if (!isMoved && !mayGo(trial, at, victim.queueId))
      wrong.push(`${eviction.workloadId} goes from ${victim.queueId}, which is within its share`);
    note(at, evictionFact(eviction));
  }
  if (decision.gives !== undefined)
    note(at, { type: 'nominated', id: preemptor.submission.id, assignment: decision.gives });
  return [...wrong, ...saturated(trial, at, queues)];
};
