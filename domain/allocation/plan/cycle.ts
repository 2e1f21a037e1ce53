import { allocate, placeNominated, startClasses } from '../actions/allocate.ts';
import { type Draft, draftOf } from './draft.ts';
import { undoTo, markOf } from '../state/journal.ts';
import { consolidate } from '../actions/consolidate.ts';
import { preempt } from '../actions/preempt.ts';
import { reclaim } from '../actions/reclaim.ts';
import { evictStaleGangs } from '../actions/stale-gang.ts';
import { backfill, reserve } from '../actions/reserve.ts';
import { countAttempts } from '../state/asking.ts';
import { orderTies, rankNodes } from '../state/ranks.ts';
import { liftDepth, limitDepth } from '../order/depth.ts';
import { layOut } from './lay-out.ts';
import type { Action, Moment, Plan } from './plan.ts';
import type { Policy } from '../policy/policy.ts';
import { forgetIndexes } from '../fit/seek.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { shareOut } from '../share/share-out.ts';
import { tellVerdicts } from '../verdict/verdicts.ts';

/** Equal versions mean equal content, except in trials that change a document without naming it anew. */
const isSamePolicy = (a: Policy, b: Policy): boolean => JSON.stringify(a) === JSON.stringify(b);

const untried = { version: -1, figuresVersion: -1 } as const;

/** What was remembered under other rules is void. */
const obey = (snapshot: Snapshot, policy: Policy): void => {
  const { rules } = snapshot;
  if (rules === policy || (rules !== undefined && isSamePolicy(rules, policy))) return;
  snapshot.rules = policy;
  countAttempts(snapshot, policy.bounds.attemptsMax);
  snapshot.nodes.layout = undefined;
  forgetIndexes(snapshot.kinds.values());
  for (const shape of snapshot.shapes.values()) shape.failedAt = -1;
  for (const queue of snapshot.queues.values())
    for (const one of queue.classes.values()) {
      Object.assign(one.consolidate, untried);
      Object.assign(one.reclaim, untried);
      Object.assign(one.preempt, untried);
    }
};

/** For plans in which nothing depends on time. */
const noMoment: Moment = { nowMs: 0 };

/** What each action does with a plan in the making. */
const roomOf: { readonly [Key in Action]: (draft: Draft) => void } = {
  allocate: (draft) => {
    placeNominated(draft);
    reserve(draft);
    allocate(draft);
    backfill(draft);
  },
  consolidate,
  reclaim,
  preempt,
  'stale-gang': evictStaleGangs,
};

/**
 * Decides for one node pool: who gets which devices, who goes for whom, and why the others wait.
 *
 * Seen from outside it changes nothing: what it tries on the snapshot it takes back.
 * @shape every waiting workload has one verdict; the plan holds those whose tag is another than the snapshot's.
 * @cost O(classes) + O(changed nodes · log nodes) + O(what is placed or searched); the first plan O(nodes · kinds).
 * @throws InvariantViolation when a device would hold more than itself.
 * @source architecture §4 · peer-scheduler reference §1
 */
export const plan = (snapshot: Snapshot, policy: Policy, moment: Moment = noMoment): Plan => {
  orderTies(snapshot.nodes, policy.tieOrder);
  rankNodes(snapshot.nodes);
  shareOut(snapshot, policy);
  obey(snapshot, policy);
  layOut(snapshot, policy);
  snapshot.plans += 1;
  const draft = draftOf(snapshot, policy, moment.nowMs);
  const start = markOf(draft.journal);
  startClasses(draft);
  for (const action of moment.actions ?? policy.actions) {
    limitDepth(draft);
    roomOf[action](draft);
  }
  liftDepth(draft);
  const verdicts = tellVerdicts(draft);
  undoTo(draft.journal, start);
  for (const leaf of snapshot.leaves) leaf.growing = [];
  const { placements, nominations, evictions, wakeAtMs } = draft;
  const made = { placements, nominations, evictions, verdicts };
  return wakeAtMs === Number.MAX_SAFE_INTEGER ? made : { ...made, wakeAtMs };
};
