import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { gangOf, parted } from '../../domain/foundation/gang.ts';
import type { PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';
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
  semiPreemptible: data.semiPreemptible === true,
  subGroups: data.subGroups,
  gang: gangOf(data),
  nodeSelector: data.nodeSelector ?? {},
  tolerations: data.tolerations ?? [],
  attempt: 0,
  stage: 'idle',
  pods: [],
  podsLeaving: [],
  podsHeld: [],
  podsWished: undefined,
  verdict: undefined,
});

const changed = (from: BookedWorkload, fact: BerthRecorded): BookedWorkload => {
  switch (fact.type) {
    case 'WorkloadDeferred':
      return deferred(from, fact.data.verdict);
    case 'WorkloadNominated':
      return held(from, fact.data.placements);
    case 'WorkloadAllocated':
      return {
        ...from,
        stage: 'bound',
        pods: fact.data.placements,
        podsHeld: [],
        verdict: undefined,
      };
    case 'WorkloadPreempted':
      return { ...from, stage: 'leaving', podsHeld: fact.data.movesTo ?? [] };
    case 'WorkloadInterrupted':
      return { ...from, stage: 'leaving', podsHeld: [] };
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return isThere(from) ? { ...from, stage: 'leaving', podsHeld: [] } : unheld(from);
    default:
      return podsChanged(from, fact) ?? returned(from, fact);
  }
};

/** A place for one that waits, or one beside those that it has. */
const held = (from: BookedWorkload, places: readonly PodPlacement[]): BookedWorkload =>
  isThere(from) ? { ...from, podsHeld: places } : { ...from, stage: 'held', pods: places };

/** Single pods come and go. */
const podsChanged = (from: BookedWorkload, fact: BerthRecorded): BookedWorkload | undefined => {
  const { pods, podsLeaving, podsHeld } = from;
  switch (fact.type) {
    case 'WorkloadGrown':
      return { ...from, pods: [...pods, ...fact.data.placements], podsHeld: [] };
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk': {
      const { named, others } = parted(pods, fact.data.pods);
      const { movesTo: moves = [] } = { movesTo: undefined, ...fact.data };
      const left = [...podsLeaving, ...named];
      return { ...from, pods: others, podsLeaving: left, podsHeld: [...podsHeld, ...moves] };
    }
    case 'WorkloadPodsReleased':
      return { ...from, podsLeaving: parted(podsLeaving, fact.data.pods).others };
    case 'WorkloadPodsLost': {
      const lost = fact.data.pods;
      return {
        ...from,
        pods: parted(pods, lost).others,
        podsLeaving: parted(podsLeaving, lost).others,
      };
    }
    default:
      return undefined;
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
    case 'WorkloadReassigned': {
      const { nodePoolId, queueId, attempt } = fact.data;
      return { ...unheld(from), nodePoolId, queueId, attempt, stage: 'waiting' };
    }
    case 'WorkloadEvicted':
      return evicted(from, fact.data.attempt + 1);
    case 'WorkloadStopped':
    case 'WorkloadRetryScheduled':
      return unheld(from);
    case 'WorkloadScaled':
      return scaled(from, fact.data.replicas);
    default:
      return from;
  }
};

/** One that moves has its place held already. */
const evicted = (from: BookedWorkload, attempt: number): BookedWorkload => {
  const places = from.podsHeld;
  const next = { ...unheld(from), attempt };
  return places.length === 0
    ? { ...next, stage: 'waiting' }
    : { ...next, stage: 'held', pods: places };
};

const isThere = ({ stage }: BookedWorkload): boolean => stage === 'bound' || stage === 'leaving';

/** Holds nothing any more, and asks for what was wished last. */
const unheld = (from: BookedWorkload): BookedWorkload => ({
  ...from,
  stage: 'idle',
  pods: [],
  podsLeaving: [],
  podsHeld: [],
  verdict: undefined,
  subGroups: withPods(from.subGroups, from.podsWished),
});

/** One that goes keeps the wish; one that has pods asks for the others beside them, one that waits asks anew. */
const scaled = (from: BookedWorkload, podsWished: number): BookedWorkload => {
  const wishing = { ...from, podsWished };
  if (from.stage === 'leaving') return wishing;
  const subGroups = withPods(from.subGroups, podsWished);
  if (from.stage === 'bound') return { ...wishing, subGroups, podsHeld: [] };
  return { ...unheld(wishing), stage: from.stage === 'idle' ? 'idle' : 'waiting' };
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
