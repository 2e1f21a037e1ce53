import { compareIds } from '../../foundation/ids.ts';
import { consolidateLaw } from '../actions/consolidate.ts';
import { preemptLaw } from '../actions/preempt.ts';
import { reclaimLaw } from '../actions/reclaim.ts';
import { type Draft, draftOf } from '../plan/draft.ts';
import type { Policy } from '../policy/policy.ts';
import type { Law, Seeker } from '../search/laws.ts';
import { cheaperFirst, lossOf, wholeOf } from '../search/units.ts';
import { shareOut } from '../share/share-out.ts';
import type { QueueState, Snapshot, Unit, Workload } from '../state/snapshot.ts';

/** Why the rules of an action let somebody keep its devices. */
export const keptBy = [
  /** Only work of its own queue may be preempted, only that of others reclaimed. */
  'wrong-queue',
  /** Its queue has no more than it is owed. */
  'queue-within-share',
  'not-preemptible',
  /** Its priority is not lower (preempt). */
  'priority',
  /** Whoever takes would have more of its share than whoever loses, or it has not run for as long as it is left alone. */
  'share-or-minimum-run',
] as const;
/** See `keptBy`. */
export type KeptBy = (typeof keptBy)[number];

/** Somebody who could have gone, and what its going costs. @unit thousandths of a card, of a card × s */
export interface Candidate {
  readonly workloadId: string;
  readonly priority: number;
  readonly gpuMilli: number;
  readonly lostGpuMilliSeconds: number;
}

/** Who was looked at for an eviction. */
export interface Weighed {
  /** How many could have gone, and the cheapest of them, the cheapest first. */
  readonly candidates: number;
  readonly cheapest: readonly Candidate[];
  /** Everybody else with devices in the pool, by the first rule that kept it. @shape `examples`: the first by id */
  readonly kept: readonly {
    readonly by: KeptBy;
    readonly workloads: number;
    readonly examples: readonly string[];
  }[];
  /** What those cost who are asked about. */
  readonly taken: readonly Candidate[];
}

/** An eviction that is to be explained. @unit ms since epoch */
export interface WeighedAsked {
  readonly action: 'preempt' | 'reclaim' | 'consolidate';
  readonly seekerId: string;
  readonly victimIds: ReadonlySet<string>;
  readonly nowMs: number;
}

const cheapestMax = 5;
const examplesMax = 3;

interface Question {
  readonly draft: Draft;
  readonly seeker: Seeker;
  readonly law: Law;
  readonly grounds: ReadonlySet<QueueState>;
}

const lawOf = (action: WeighedAsked['action'], { leaves }: Snapshot): Law => {
  if (action === 'consolidate') return consolidateLaw(leaves);
  return action === 'preempt' ? preemptLaw : reclaimLaw;
};

const seekerOf = (workload: Workload, queue: QueueState): Seeker => ({
  workload,
  queue,
  shape: workload.shape,
  isPreemptible: workload.isPreemptible || workload.isSemiPreemptible,
  isGrowing: workload.rank > 0,
  isBack: workload.waitingClass?.isBack === true,
  before: { ...queue.allocated },
});

/** The first rule that keeps a workload where it is; `undefined` where it may go. */
const ruleOver = ({ draft, seeker, law, grounds }: Question, unit: Unit): KeptBy | undefined => {
  const { workload } = unit;
  const isOwn = workload.queue === seeker.queue;
  if (law.action !== 'consolidate' && isOwn !== (law.action === 'preempt')) return 'wrong-queue';
  if (!workload.isPreemptible) return 'not-preemptible';
  if (law.action === 'preempt' && workload.priority >= seeker.workload.priority) return 'priority';
  if (workload.queue !== undefined && !grounds.has(workload.queue)) return 'queue-within-share';
  const mayGo = law.isCandidate(draft, seeker, workload) && law.mayTake(draft, seeker, unit);
  return mayGo ? undefined : 'share-or-minimum-run';
};

const candidateOf = (draft: Draft, unit: Unit): Candidate => ({
  workloadId: unit.workload.id,
  priority: unit.workload.priority,
  gpuMilli: unit.amounts.gpuMilli,
  lostGpuMilliSeconds: lossOf(draft, unit),
});

/**
 * Who could have gone for a workload by an action, what each would have cost, and which rule kept the others, on the
 * state that it was decided on; `undefined` where that workload waits in no queue there.
 *
 * @cost O(workloads of the pool)
 */
export const weighedFor = (
  snapshot: Snapshot,
  policy: Policy,
  { action, seekerId, victimIds, nowMs }: WeighedAsked,
): Weighed | undefined => {
  const workload = snapshot.workloads.get(seekerId);
  if (workload?.queue === undefined) return undefined;
  shareOut(snapshot, policy);
  const draft = draftOf(snapshot, policy, nowMs);
  const law = lawOf(action, snapshot);
  const seeker = seekerOf(workload, workload.queue);
  const question: Question = { draft, seeker, law, grounds: new Set(law.grounds(draft, seeker)) };
  const units = [...snapshot.workloads.values()]
    .filter((one) => one.pool === snapshot && one !== workload && one.bound.length > 0)
    .map((one) => wholeOf(draft, one));
  const free: Unit[] = [];
  const kept = new Map<KeptBy, string[]>();
  for (const unit of units) {
    const rule = ruleOver(question, unit);
    if (rule === undefined) free.push(unit);
    else note(kept, rule, unit.workload.id);
  }
  const line = free.toSorted((a, b) => cheaperFirst(draft, a, b));
  return {
    candidates: free.length,
    cheapest: line.slice(0, cheapestMax).map((unit) => candidateOf(draft, unit)),
    kept: keptBy.flatMap((by) => keptOf(by, kept.get(by) ?? [])),
    taken: units
      .filter((unit) => victimIds.has(unit.workload.id))
      .map((unit) => candidateOf(draft, unit)),
  };
};

const note = (kept: Map<KeptBy, string[]>, rule: KeptBy, id: string): void => {
  const there = kept.get(rule);
  if (there === undefined) kept.set(rule, [id]);
  else there.push(id);
};

const keptOf = (by: KeptBy, ids: readonly string[]): Weighed['kept'] =>
  ids.length === 0
    ? []
    : [{ by, workloads: ids.length, examples: ids.toSorted(compareIds).slice(0, examplesMax) }];
