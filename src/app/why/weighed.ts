import {
  type Candidate,
  type KeptBy,
  type Weighed,
  weighedFor,
} from '../../../domain/allocation/index.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { policyFor } from '../policy.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause } from './cause.ts';
import type { Past } from './past.ts';
import { poolOfWorkload } from './pending.ts';

/** A decision that took somebody's devices, as far as it names who asked for them and on which state. @unit ms since epoch */
interface Eviction {
  readonly atMs: number;
  readonly data: {
    readonly action: 'preempt' | 'reclaim' | 'consolidate' | 'stale-gang';
    readonly preemptorId: string;
    readonly basis: { readonly revision: number };
  };
}

/**
 * Whom an eviction looked at, on the state that it was decided on: what those cost who went, who else could have gone at
 * what cost, and which rule kept everybody else.
 */
export const weighedCauses = async (
  past: Past,
  fact: Eviction,
  victimIds: readonly string[],
): Promise<Either<ReadFault, readonly Cause[]>> => {
  const { action, preemptorId, basis } = fact.data;
  if (action === 'stale-gang') return right([]);
  const before = await past.brainAt(basis.revision);
  if (isLeft(before)) return before;
  const snapshot = poolOfWorkload(before.right, preemptorId);
  if (snapshot === undefined) return right([]);
  const policy = policyFor(before.right, snapshot.nodePoolId);
  const asked = { action, seekerId: preemptorId, victimIds: new Set(victimIds) };
  const weighed = weighedFor(snapshot, policy, { ...asked, nowMs: fact.atMs });
  return right(weighed === undefined ? [] : textsOf(weighed));
};

const textsOf = (weighed: Weighed): readonly Cause[] => {
  const { taken, candidates, cheapest, kept } = weighed;
  const cost = cause(`What went: ${taken.map(costText).join('; ')}.`, [], { figures: { taken } });
  const could = cause(
    `${countText(candidates, 'workload')} may have gone by the rules, each taken for itself; the cheapest: ` +
      `${cheapest.map(costText).join('; ')}.`,
    [],
    { figures: { candidates, cheapest } },
  );
  const others = kept.map(({ by, workloads, examples }) => {
    const more = workloads > examples.length ? ` and ${workloads - examples.length} more` : '';
    const says = `${countText(workloads, 'workload')} kept devices: ${keptWords[by]} (${examples.join(', ')}${more}).`;
    return cause(says, [], { figures: { by, workloads, examples } });
  });
  return [...(taken.length === 0 ? [] : [cost]), ...(candidates === 0 ? [] : [could]), ...others];
};

const costText = (one: Candidate): string => {
  const hours = (one.lostGpuMilliSeconds / 3_600_000).toFixed(2);
  return `${one.workloadId} of priority ${one.priority}, ${amountText(one.gpuMilli, 'gpuMilli')}, ${hours} GPU-hours done`;
};

const keptWords: Readonly<Record<KeptBy, string>> = {
  'wrong-queue': 'preempting takes from its own queue alone, reclaiming from others alone',
  'queue-within-share': 'their queue has no more than it is owed',
  'not-preemptible': 'they may not be preempted',
  priority: 'their priority is not lower',
  'share-or-minimum-run':
    'the taker would have more of its share than they, or they have not run as long as they are left alone',
};
