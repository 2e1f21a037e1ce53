import { createMachine } from 'xstate';

/** The legal order of a cluster's facts. */
export const clusterMachine = createMachine({
  id: 'cluster',
  initial: 'Absent',
  states: {
    Absent: { on: { ClusterRegistered: 'Registered' } },
    Registered: { on: { ClusterConnected: 'Connected', ClusterRemoved: 'Removed' } },
    Connected: { on: { ClusterDisconnected: 'Disconnected', ClusterRemoved: 'Removed' } },
    Disconnected: { on: { ClusterConnected: 'Connected', ClusterRemoved: 'Removed' } },
    Removed: { type: 'final' },
  },
});
