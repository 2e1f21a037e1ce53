import { type Either, left, right } from '../foundation/fp.ts';
import { parted, podKey } from '../foundation/gang.ts';
import type { PodName, PodPlacement } from '../foundation/shapes.ts';
import type { GrowWorkload, PreemptPods } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { shortfall } from './gang.ts';
import { workloadLifecycle } from './machine.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Holding, Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/** A workload whose pods come and go one by one. */
type Elastic = Holding<'Initializing'> | Holding<'Running'> | Holding<'Degraded'>;

/** Narrows to a workload that can have more pods, and fewer. */
export const isElastic = (state: Workload): state is Elastic =>
  workloadLifecycle.after(state.phase, 'WorkloadGrown') !== undefined;

/** Judges whether a workload gets these pods besides those that it has. */
export const grow = ({ attempt, placements, basis }: GrowWorkload, state: Workload): Decided => {
  if (!isElastic(state)) return left({ _tag: 'NotOnDevices', phase: state.phase });
  const fresh = placements.filter((place) => !has(state, place));
  const taken = fresh.find((place) => !isFree(state, place));
  if (taken !== undefined) {
    return left({ _tag: 'PodNotFree', subGroup: taken.subGroup, pod: taken.pod });
  }
  if (fresh.length === 0) return right([]);
  return right([{ type: 'WorkloadGrown', data: { attempt, placements: fresh, basis } }]);
};

/** Whether it has that pod in that very place. */
const has = ({ placements }: Elastic, place: PodPlacement): boolean =>
  placements.some((held) => podKey(held) === podKey(place) && isSamePlacement(held, place));

/** Whether it asks for that pod and has it nowhere. */
const isFree = ({ subGroups, placements, moves }: Elastic, place: PodPlacement): boolean => {
  const asked = subGroups.find(({ name }) => name === place.subGroup)?.pods ?? 0;
  const key = podKey(place);
  return (
    place.pod < asked &&
    !placements.some((held) => podKey(held) === key) &&
    moves?.leaving.some((held) => podKey(held) === key) !== true
  );
};

/** Whether places are for pods that a workload asks for and lacks, or that are on their way to another place. */
export const areMore = (
  places: readonly PodPlacement[],
  { subGroups, placements }: Elastic,
): boolean => {
  const keys = new Set(placements.map(podKey));
  const isAsked = ({ subGroup, pod }: PodPlacement): boolean =>
    subGroups.some((group) => group.name === subGroup && pod < group.pods);
  return places.length > 0 && places.every((place) => isAsked(place) && !keys.has(podKey(place)));
};

/** Judges whether some pods of a workload go for somebody else; those that are left must be enough for its gang. */
export const preemptPods = (decision: PreemptPods, state: Workload): Decided => {
  const { phase } = state;
  if (phase === 'Terminating') return right([]);
  if (!isElastic(state)) return left({ _tag: 'NotOnDevices', phase });
  const { named, others } = parted(state.placements, decision.pods);
  if (named.length === 0) return right([]);
  const mayLose = state.preemptible || state.terms?.isSemiPreemptible === true;
  if (!mayLose) return left({ _tag: 'NotPreemptible', preemptorId: decision.preemptorId });
  const refusal = shortfall(state, others);
  return refusal === undefined ? right([preempted(decision, named)]) : left(refusal);
};

/** The pods stand in the order of the decision: a replay compares the fact to it. */
const preempted = (decision: PreemptPods, named: readonly PodPlacement[]): WorkloadEvent => {
  const { type: _type, alternatives, movesTo, ...data } = decision;
  const held = new Set(named.map(podKey));
  return {
    type: 'WorkloadPodsPreempted',
    data: {
      ...data,
      pods: namesOf(decision.pods.filter((pod) => held.has(podKey(pod)))),
      alternatives: [...alternatives],
      ...(movesTo === undefined ? {} : { movesTo: [...movesTo] }),
    },
  };
};

/** The names of pods. */
export const namesOf = (places: readonly PodName[]): PodName[] =>
  places.map(({ subGroup, pod }) => ({ subGroup, pod }));

/** Whether two lists say the same places in the same order. */
export const areSamePlacements = (
  some: readonly PodPlacement[],
  others: readonly PodPlacement[],
): boolean =>
  some === others ||
  (some.length === others.length &&
    some.every((one, place) => {
      const other = others[place];
      return other !== undefined && isSamePlacement(one, other);
    }));

const isSamePlacement = (one: PodPlacement, other: PodPlacement): boolean =>
  one.nodeId === other.nodeId &&
  one.subGroup === other.subGroup &&
  one.pod === other.pod &&
  one.gpuMilli === other.gpuMilli &&
  one.devices.length === other.devices.length &&
  one.devices.every((device, place) => device === other.devices[place]);
