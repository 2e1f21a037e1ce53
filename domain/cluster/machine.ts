import { createMachine } from 'xstate';

/** Topologies and claims are fields: they come and go whether the cluster reports or not. */
const anywhere = (phase: 'Registered' | 'Connected' | 'Disconnected') => ({
  ClusterTopologyDefined: phase,
  ClusterTopologyRemoved: phase,
  ClusterClaimCreated: phase,
  ClusterClaimDeleted: phase,
  ClusterRemoved: 'Removed',
});

/** The legal order of a cluster's facts. */
export const clusterMachine = createMachine({
  id: 'cluster',
  initial: 'Absent',
  states: {
    Absent: { on: { ClusterRegistered: 'Registered' } },
    Registered: { on: { ClusterConnected: 'Connected', ...anywhere('Registered') } },
    Connected: { on: { ClusterDisconnected: 'Disconnected', ...anywhere('Connected') } },
    Disconnected: { on: { ClusterConnected: 'Connected', ...anywhere('Disconnected') } },
    Removed: { type: 'final' },
  },
});
