import { gangOf, shortSetsOf } from '../../domain/foundation/gang.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { hasEnough, type Workload } from '../../domain/workload/index.ts';
import { placed } from './log-seats.ts';
import type { World } from './log-world.ts';

type Holding = Extract<Workload, { readonly moves: unknown }>;

/** The coming and going of single pods. */
export const podTypes = [
  'WorkloadGrown',
  'WorkloadPodsPreempted',
  'WorkloadShrunk',
  'WorkloadPodsReleased',
  'WorkloadPodsLost',
] as const satisfies readonly WorkloadEvent['type'][];

/** What only happens to workloads whose gang lets single pods come and go, and within its bounds. */
export const ofPods = (
  world: World,
  workload: Holding,
  type: (typeof podTypes)[number],
): WorkloadEvent | undefined => {
  const { terms, subGroups, placements, attempt, moves } = workload;
  const gang = gangOf({ subGroups, gang: terms?.gang, replicas: terms?.replicas });
  if (gang === undefined) return undefined;
  const leaving = moves?.leaving ?? [];
  switch (type) {
    case 'WorkloadGrown': {
      const more = placed(world, workload)?.filter((place) => !isThere(place, workload)) ?? [];
      const [first] = more;
      return first && { type, data: { attempt, placements: [first], basis } };
    }
    case 'WorkloadPodsPreempted': {
      const pods = sparedBy(world, workload);
      return pods && { type, data: { attempt, pods, ...eviction } };
    }
    case 'WorkloadShrunk': {
      const pods = sparedBy(world, workload);
      return pods && { type, data: { attempt, pods } };
    }
    case 'WorkloadPodsReleased':
      return leaving.length === 0 ? undefined : { type, data: { attempt, pods: namesOf(leaving) } };
    case 'WorkloadPodsLost': {
      const nodeId = placements[0]?.nodeId ?? '';
      const rest = placements.filter((place) => place.nodeId !== nodeId);
      if (rest.length === 0) return undefined;
      const pods = namesOf([...placements, ...leaving].filter((one) => one.nodeId === nodeId));
      const short = shortSetsOf(gang, subGroups, rest);
      const podsShort = short.reduce((sum, set) => sum + set.minPods - set.pods, 0);
      return { type, data: { attempt, nodeId, pods, podsShort, reason: 'node lost' } };
    }
  }
};

const basis = { revision: 7, kernel: '0.2.0', policy: 'default-3' };
const none = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const figures = { queueId: 'a', allocated: none, deserved: none, fairShare: none, limit: none };
const eviction = {
  action: 'reclaim' as const,
  preemptorId: 'w-0',
  victimQueue: figures,
  preemptorQueue: figures,
  alternatives: [],
  basis,
};

const isThere = (place: PodPlacement, { placements, moves }: Holding): boolean =>
  [...placements, ...(moves?.leaving ?? [])].some(
    ({ subGroup, pod }) => subGroup === place.subGroup && pod === place.pod,
  );

/** One pod that the others can do without. */
const sparedBy = (world: World, workload: Holding): PodName[] | undefined => {
  const { placements } = workload;
  const spare = world.pick(placements);
  const rest = placements.filter((place) => place !== spare);
  return rest.length > 0 && hasEnough(workload, rest) ? namesOf([spare]) : undefined;
};

const namesOf = (places: readonly PodPlacement[]): PodName[] =>
  places.map(({ subGroup, pod }) => ({ subGroup, pod }));
