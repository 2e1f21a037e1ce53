import { compareIds } from '../../foundation/ids.ts';
import type { Verdict } from '../../foundation/verdict.ts';
import type { Draft } from '../plan/draft.ts';
import type { ChangedVerdict } from '../plan/plan.ts';
import type { WaitingClass, Workload } from '../state/snapshot.ts';
import { verdictTags } from '../state/verdict-tags.ts';
import { isBeyond } from '../order/depth.ts';
import { keeperIn } from './kept-room.ts';
import { beyondDepth, type Obstacle, obstacleOf, obstacleOfKeeper } from './obstacles.ts';

const mayHear = ({ number }: Draft, { decidedIn, bound }: Workload): boolean =>
  decidedIn !== number && bound.length === 0;

/** Tells whoever keeps room, unless it knows: its own room is not in its way. */
const tellKeeper = (
  draft: Draft,
  one: WaitingClass,
  to: { readonly keeper: Workload; readonly told: ChangedVerdict[] },
): void => {
  const { keeper, told } = to;
  const found = obstacleOfKeeper(draft, one, keeper);
  if (keeper.tag !== verdictTags.indexOf(found.tag) && mayHear(draft, keeper))
    told.push({ workloadId: keeper.id, verdict: found.tell() });
};

/** Tells those of a class who were not tried for their place in line, and those who were. */
const tellInLine = (
  draft: Draft,
  one: WaitingClass,
  to: { readonly tried: Obstacle; readonly told: ChangedVerdict[] },
): void => {
  const beyond = beyondDepth(draft, one);
  for (const workload of one.entries) {
    if (workload?.waitingClass !== one || !mayHear(draft, workload)) continue;
    const { tag, tell } = isBeyond(draft, one, workload) ? beyond : to.tried;
    if (workload.tag !== verdictTags.indexOf(tag))
      to.told.push({ workloadId: workload.id, verdict: tell() });
  }
};

const tellClass = (draft: Draft, one: WaitingClass, told: ChangedVerdict[]): void => {
  const found = obstacleOf(draft, one);
  const obstacle = verdictTags.indexOf(found.tag);
  if (draft.ends.size > 0 && found.tag === 'InsufficientCapacity')
    return tellInLine(draft, one, { tried: found, told });
  const keeper = found.tag === 'ReservedForAnother' ? keeperIn(draft, one) : undefined;
  if (keeper !== undefined) tellKeeper(draft, one, { keeper, told });
  // As a rule all of them know already.
  if (one.byTag[obstacle + 1]?.size === one.waiting) return;
  let verdict: Verdict | undefined;
  for (const [code, workloads] of one.byTag.entries()) {
    if (code === obstacle + 1 || workloads.size === 0) continue;
    for (const workload of workloads) {
      if (workload === keeper || !mayHear(draft, workload)) continue;
      verdict ??= found.tell();
      told.push({ workloadId: workload.id, verdict });
    }
  }
};

const awaiting: number = verdictTags.indexOf('AwaitingRelease');

const tellNominated = (draft: Draft, told: ChangedVerdict[]): void => {
  const waiting: Workload[] = [...draft.nominated];
  for (const workload of draft.snapshot.nominated)
    if (workload.decidedIn !== draft.number) waiting.push(workload);
  for (const workload of waiting) {
    if (workload.tag === awaiting) continue;
    if (workload.bound.length > 0 || workload.exit !== 'none') continue;
    // What it got in this plan it has: only the rest is held.
    if (draft.placedAt.has(workload)) continue;
    const { pods, devices } = workload.shape;
    told.push({
      workloadId: workload.id,
      verdict: { _tag: 'AwaitingRelease', pods, devices },
    });
  }
};

/**
 * Tells those who still wait why, where the first obstacle has another tag than the one they know.
 *
 * @cost O(classes) + O(verdicts told)
 */
export const tellVerdicts = (draft: Draft): readonly ChangedVerdict[] => {
  const told: ChangedVerdict[] = [];
  for (const queue of draft.snapshot.queues.values())
    for (const one of queue.waiting) tellClass(draft, one, told);
  tellNominated(draft, told);
  return told.toSorted((a, b) => compareIds(a.workloadId, b.workloadId));
};
