import fc from 'fast-check';
import type { ClusterEvent } from '../../domain/cluster/events.ts';
import type { Cluster, ClusterCommand } from '../../domain/cluster/index.ts';
import { mostlyFrom, mostlyNoneFrom, nameFrom, reasonFrom } from './entitlements.ts';

/** The cluster `main` was registered. */
export const clusterRegistered: ClusterEvent = {
  type: 'ClusterRegistered',
  data: { name: 'main' },
};
/** The cluster's agent reported. */
export const clusterConnected: ClusterEvent = { type: 'ClusterConnected', data: {} };
/** The cluster fell silent. */
export const clusterDisconnected: ClusterEvent = {
  type: 'ClusterDisconnected',
  data: { reason: 'silent' },
};
/** The cluster was removed. */
export const clusterRemoved: ClusterEvent = { type: 'ClusterRemoved', data: {} };

const registerFrom: fc.Arbitrary<ClusterCommand> = nameFrom.map((name) => ({
  type: 'RegisterCluster',
  name,
}));
const connectFrom: fc.Arbitrary<ClusterCommand> = fc.constant({ type: 'ObserveClusterConnected' });
const disconnectFrom: fc.Arbitrary<ClusterCommand> = reasonFrom.map((reason) => ({
  type: 'ObserveClusterDisconnected',
  reason,
}));
const removeFrom: fc.Arbitrary<ClusterCommand> = mostlyNoneFrom.map((liveWorkloads) => ({
  type: 'RemoveCluster',
  liveWorkloads,
}));

const topologyNames = fc.constantFrom('racks', 'rooms', 'Racks');
const claimNames = fc.constantFrom('claim-1', 'claim-2', 'no claim');
const surroundingsFrom: fc.Arbitrary<ClusterCommand> = fc.oneof(
  fc.record({
    type: fc.constant('DefineTopology' as const),
    name: topologyNames,
    levels: fc.constantFrom(['zone', 'rack'], ['rack'], ['rack', 'rack'], []),
  }),
  fc.record({ type: fc.constant('RemoveTopology' as const), name: topologyNames }),
  fc.record({
    type: fc.constant('CreateResourceClaim' as const),
    name: claimNames,
    deviceClass: fc.constantFrom('gpu.nvidia.com', 'gpu.nvidia.com', ''),
    count: fc.constantFrom(1, 2, 0, 1.5),
    projectId: fc.constantFrom(undefined, 'vision'),
    isProjectKnown: mostlyFrom,
  }),
  fc.record({
    type: fc.constant('DeleteResourceClaim' as const),
    name: claimNames,
    liveWorkloads: mostlyNoneFrom,
  }),
);

/** Commands that make sense in a state of a cluster, and some that do not. */
export const clusterCommandsFrom = (state: Cluster): fc.Arbitrary<ClusterCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: registerFrom },
    { weight: 3, arbitrary: connectFrom },
    { weight: 3, arbitrary: disconnectFrom },
    { weight: 6, arbitrary: surroundingsFrom },
    { weight: 1, arbitrary: removeFrom },
  );
