import fc from 'fast-check';
import type { ClusterEvent } from '../../domain/cluster/events.ts';
import type { Cluster, ClusterCommand } from '../../domain/cluster/index.ts';
import { mostlyNoneFrom, nameFrom, reasonFrom } from './entitlements.ts';

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

/** Commands that make sense in a state of a cluster, and some that do not. */
export const clusterCommandsFrom = (state: Cluster): fc.Arbitrary<ClusterCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: registerFrom },
    { weight: 3, arbitrary: connectFrom },
    { weight: 3, arbitrary: disconnectFrom },
    { weight: 1, arbitrary: removeFrom },
  );
