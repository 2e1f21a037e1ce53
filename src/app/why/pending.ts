import {
  judgeAnew,
  nodesAsked,
  type PlaceInLine,
  placeInLine,
  type Snapshot,
} from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { countText } from '../../../domain/foundation/amount-text.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import type { Verdict } from '../../../domain/foundation/verdict.ts';
import { snapshotOf } from '../../../projections/capacity/index.ts';
import { stateIn } from '../aggregates.ts';
import type { Brain } from '../brain.ts';
import { partedIn } from '../parted.ts';
import { policyFor } from '../policy.ts';
import { type Cause, cause, placeOf } from './cause.ts';
import { estimateCause } from './estimate.ts';
import { latestCause } from './latest.ts';
import { needOf } from './needs.ts';
import type { Past } from './past.ts';
import { amountsText, nodesCause, queueCause } from './sentences.ts';

/** What a waiting workload is looked at in. */
export interface Present extends Pick<Past, 'brain' | 'asOfMs'> {
  /** Its first obstacle, where a plan has just told it; asked of the kernel where absent. */
  readonly verdict?: Verdict | undefined;
}

type Deferred = Extract<BerthRecorded, { readonly type: 'WorkloadDeferred' }>;

/** Why a workload waits: its first obstacle as it is now, what the nodes say, its place in line, and what has to happen. */
export const pendingCauses = (
  { brain, asOfMs, verdict }: Present,
  workloadId: string,
  facts: readonly BerthRecorded[],
): readonly Cause[] => {
  const workload = stateIn(brain.states, 'workload', workloadId);
  const nodePoolId = workload !== undefined && 'nodePoolId' in workload ? workload.nodePoolId : '';
  const snapshot = snapshotOf(brain.capacity, nodePoolId);
  if (snapshot === undefined) return [cause(`Nothing is known of node pool ${nodePoolId}.`)];
  const policy = policyFor(brain, nodePoolId);
  const place = placeInLine(snapshot, policy, workloadId);
  const nodes = nodesAsked(snapshot, workloadId).map(nodesCause);
  const first =
    verdict ?? judgeAnew(snapshot, { policy, moment: { nowMs: asOfMs } }, workloadId).verdict;
  const told = facts.findLast((fact) => fact.type === 'WorkloadDeferred');
  const latest = latestCause(snapshot, workloadId, asOfMs);
  const past = brain.capacity.past.get(nodePoolId);
  const asked = { snapshot, policy, past, nowMs: asOfMs };
  return [
    ...obstacleCauses(first, told, nodes),
    ...(place === undefined ? [] : [lineCause(place)]),
    ...(first === undefined
      ? []
      : [
          cause(`What has to happen: ${needOf(first)}`),
          estimateCause({ ...asked, verdict: first }, workloadId),
        ]),
    ...(latest === undefined ? [] : [latest]),
  ];
};

/** The last plan's word stands for it only where it says the same: what is free has changed since, or it was an earlier attempt. */
const obstacleCauses = (
  verdict: Verdict | undefined,
  told: Deferred | undefined,
  nodes: readonly Cause[],
): readonly Cause[] => {
  if (verdict === undefined) {
    return [
      cause('Nothing stands against it: the next plan places it, or holds a place for it.', nodes),
    ];
  }
  const isTold = told !== undefined && partedIn(told.data.verdict, verdict).length === 0;
  const more = isTold ? placeOf(told) : {};
  return [cause(messageOf(verdict), nodes, { figures: { verdict }, ...more })];
};

const ordinal = (place: number): string => (place === 1 ? 'first' : `number ${place}`);

const lineCause = (place: PlaceInLine): Cause => {
  const { before, waiting, askedBefore, queues } = place;
  const own = queues[0]?.queueId ?? '';
  const ahead = before === 0 ? '' : `; those before it ask for ${amountsText(askedBefore)}`;
  const says = `It is ${ordinal(before + 1)} of ${countText(waiting, 'workload')} that wait in queue ${own}${ahead}.`;
  return cause(says, queues.map(queueCause), { figures: { before, waiting, askedBefore } });
};

/** The pool that a workload is in; `undefined` where nobody knows it. */
export const poolOfWorkload = (brain: Brain, workloadId: string): Snapshot | undefined =>
  brain.capacity.workloads.get(workloadId)?.pool;
