import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';
import type { BookedWorkload } from './books.ts';

/** The page that a fact about a workload may change. */
export interface WorkloadPages {
  readonly workloads: Map<string, BookedWorkload>;
}

type Submitted = Extract<BerthRecorded, { readonly type: 'WorkloadSubmitted' }>;

/** Books a fact about a workload. */
export const bookWorkload = ({ workloads }: WorkloadPages, fact: BerthRecorded): void => {
  const { id } = fact.subject;
  if (fact.type === 'WorkloadSubmitted') {
    workloads.set(id, submitted(fact));
    return;
  }
  const before = workloads.get(id);
  if (before === undefined) return;
  const hasEnded = ['WorkloadCompleted', 'WorkloadFailed', 'WorkloadDeleted'].includes(fact.type);
  if (hasEnded) workloads.delete(id);
  else workloads.set(id, changed(before, fact));
};

const submitted = ({ subject: { id }, data }: Submitted): BookedWorkload => ({
  id,
  nodePoolId: data.nodePoolId,
  queueId: '',
  priority: data.priority,
  preemptible: data.preemptible,
  subGroups: data.subGroups,
  nodeSelector: data.nodeSelector ?? {},
  tolerations: data.tolerations ?? [],
  attempt: 0,
  stage: 'idle',
  pods: [],
  podsWished: undefined,
  verdict: undefined,
});

const changed = (from: BookedWorkload, fact: BerthRecorded): BookedWorkload => {
  switch (fact.type) {
    case 'WorkloadDeferred':
      return deferred(from, fact.data.verdict);
    case 'WorkloadNominated':
      return { ...from, stage: 'held', pods: fact.data.placements };
    case 'WorkloadAllocated':
      return { ...from, stage: 'bound', pods: fact.data.placements, verdict: undefined };
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
      return { ...from, stage: 'leaving' };
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return isThere(from) ? { ...from, stage: 'leaving' } : unheld(from);
    default:
      return returned(from, fact);
  }
};

/** Whoever is told of another obstacle than leaving victims has lost the place that was held for it. */
const deferred = (from: BookedWorkload, verdict: Verdict): BookedWorkload => {
  const isHeldOn = from.stage !== 'held' || verdict._tag === 'AwaitingRelease';
  return isHeldOn ? { ...from, verdict } : { ...from, verdict, stage: 'waiting', pods: [] };
};

/** What lets it wait, or hold nothing. */
const returned = (from: BookedWorkload, fact: BerthRecorded): BookedWorkload => {
  switch (fact.type) {
    case 'WorkloadQueued': {
      const { queueId, attempt } = fact.data;
      return { ...unheld(from), queueId, attempt, stage: 'waiting' };
    }
    case 'WorkloadEvicted':
      return { ...unheld(from), attempt: fact.data.attempt + 1, stage: 'waiting' };
    case 'WorkloadStopped':
    case 'WorkloadRetryScheduled':
      return unheld(from);
    case 'WorkloadScaled':
      return scaled(from, fact.data.replicas);
    default:
      return from;
  }
};

const isThere = ({ stage }: BookedWorkload): boolean => stage === 'bound' || stage === 'leaving';

/** Holds nothing any more, and asks for what was wished last. */
const unheld = (from: BookedWorkload): BookedWorkload => ({
  ...from,
  stage: 'idle',
  pods: [],
  verdict: undefined,
  subGroups: withPods(from.subGroups, from.podsWished),
});

/** One that is there keeps its pods and the wish; one that waits asks anew. */
const scaled = (from: BookedWorkload, podsWished: number): BookedWorkload => {
  const wishing = { ...from, podsWished };
  return isThere(from)
    ? wishing
    : { ...unheld(wishing), stage: from.stage === 'idle' ? 'idle' : 'waiting' };
};

const withPods = (
  subGroups: readonly SubGroup[],
  pods: number | undefined,
): readonly SubGroup[] => {
  const [only] = subGroups;
  if (pods === undefined || pods === 0 || only === undefined || subGroups.length > 1) {
    return subGroups;
  }
  return [{ ...only, pods }];
};
