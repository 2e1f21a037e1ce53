import fc from 'fast-check';
import type { Basis, PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';
import {
  hasEnough,
  type KernelDecision,
  type Workload,
  type WorkloadCommand,
} from '../../domain/workload/index.ts';

type Holding = Extract<Workload, { readonly moves: unknown }>;
type Preemption = Omit<Extract<KernelDecision, { readonly type: 'PreemptWorkload' }>, 'type'>;

/** Places for every pod of every sub-group. */
export const placementsFrom = (
  subGroups: readonly SubGroup[],
): fc.Arbitrary<readonly PodPlacement[]> =>
  fc.tuple(
    ...subGroups.flatMap(({ name, pods, request }) =>
      Array.from({ length: pods }, (_, pod) =>
        fc.constantFrom('n-1', 'n-2', 'n-3').map((nodeId) => ({
          subGroup: name,
          pod,
          nodeId,
          devices: Array.from({ length: request.gpuDevices }, (_none, device) => device),
          gpuMilli: request.gpuMilli,
        })),
      ),
    ),
  );

/** Places for the fewest pods that a workload can start with: for all of one that needs all. */
export const fewestFrom = (state: Workload): fc.Arbitrary<readonly PodPlacement[]> =>
  'subGroups' in state && 'terms' in state
    ? placementsFrom(state.subGroups).map((all) => {
        const few = all.filter(({ pod }) => pod === 0);
        return hasEnough(state, few) ? few : all;
      })
    : fc.constant([]);

/** What the kernel says of single pods. */
export interface PodsSaid {
  readonly attempt: fc.Arbitrary<number>;
  readonly basis: fc.Arbitrary<Basis>;
  readonly preemption: fc.Arbitrary<Preemption>;
}

/** More pods for a workload that holds some, or fewer: those that it lacks or has, and some that are wrong. */
export const podDecisionsFrom = (
  state: Holding,
  { attempt, basis, preemption }: PodsSaid,
): fc.Arbitrary<KernelDecision> => {
  const { subGroups, placements } = state;
  const isThere = ({ subGroup, pod }: PodPlacement): boolean =>
    placements.some((held) => held.subGroup === subGroup && held.pod === pod);
  const more = placementsFrom(subGroups).map((all) => {
    const lacking = all.filter((place) => !isThere(place));
    return lacking.length === 0 ? all : lacking;
  });
  const names = placements.map(({ subGroup, pod }) => ({ subGroup, pod }));
  const pods = fc.subarray(names, { minLength: Math.min(1, names.length) });
  const grown = fc.record({ attempt, placements: more, basis });
  return fc.oneof(
    grown.map((data) => ({ type: 'GrowWorkload' as const, ...data })),
    grown.map((data) => ({ type: 'NominateWorkload' as const, ...data })),
    fc
      .record({ data: preemption, going: pods })
      .map(({ data, going }) => ({ type: 'PreemptPods' as const, ...data, pods: going })),
  );
};

/** What lets single pods go that are on their way out, and lets others be on their way. */
export const podsOnwardFrom = (state: Holding): fc.Arbitrary<WorkloadCommand> => {
  const { attempt, moves, terms } = state;
  const leaving = moves?.leaving ?? [];
  if (leaving.length > 0) {
    const pods = leaving.map(({ subGroup, pod }) => ({ subGroup, pod }));
    return fc.constant({ type: 'ObserveWorkloadPodsReleased', attempt, pods });
  }
  const { min = 0, max = 1 } = terms?.replicas ?? {};
  return fc
    .integer({ min: Math.max(1, min), max })
    .map((replicas) => ({ type: 'ScaleWorkload', replicas }));
};
