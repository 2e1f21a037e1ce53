import type { Observation } from '../../adapters/ports/cluster.ts';
import type { Request } from './handle.ts';

/** What a cluster tells, as a command to the aggregate that it is about. */
export const requestOf = (seen: Observation, commandId: string): Request => {
  const stamp = { commandId, atMs: seen.atMs, origin: 'observation' } as const;
  switch (seen._tag) {
    case 'NodeLost':
      return {
        ...stamp,
        subject: { kind: 'node', id: seen.nodeId },
        command: { type: 'ObserveNodeLost', reason: seen.reason },
      };
    case 'NodeReturned':
      return {
        ...stamp,
        subject: { kind: 'node', id: seen.nodeId },
        command: { type: 'ObserveNodeReturned' },
      };
    case 'WorkloadStarted':
    case 'WorkloadRecovered':
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
    case 'WorkloadInterrupted':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsGone':
      return {
        ...stamp,
        subject: { kind: 'workload', id: seen.workloadId },
        command: workloadCommandOf(seen),
      };
  }
};

const workloadCommandOf = (seen: Extract<Observation, { readonly workloadId: string }>) => {
  const { attempt } = seen;
  switch (seen._tag) {
    case 'WorkloadStarted':
      return { type: 'ObserveWorkloadStarted', attempt } as const;
    case 'WorkloadRecovered':
      return { type: 'ObserveWorkloadRecovered', attempt } as const;
    case 'WorkloadPodsReleased':
      return { type: 'ObserveWorkloadPodsReleased', attempt, pods: seen.pods } as const;
    case 'WorkloadCompleted':
      return { type: 'ObserveWorkloadCompleted', attempt } as const;
    case 'WorkloadFailed':
      return {
        type: 'ObserveWorkloadFailed',
        attempt,
        reason: seen.reason,
        ...(seen.exitCode === undefined ? {} : { exitCode: seen.exitCode }),
      } as const;
    case 'WorkloadInterrupted':
      return {
        type: 'ObserveWorkloadInterrupted',
        attempt,
        nodeId: seen.nodeId,
        reason: seen.reason,
      } as const;
    case 'WorkloadPodsGone':
      return { type: 'ObserveWorkloadPodsGone', attempt } as const;
  }
};
