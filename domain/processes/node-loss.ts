import type { PodPlacement } from '../foundation/shapes.ts';
import { handling, nothing, type Process, type ProcessCommand } from './process.ts';

interface Binding {
  readonly attempt: number;
  readonly nodeIds: readonly string[];
}

/** Which workloads are bound to which nodes. */
export interface NodeLossState {
  readonly bindings: Map<string, Binding>;
  /** Workload ids by node, in the order of their binding. */
  readonly onNode: Map<string, Set<string>>;
}

/** After these a workload is on its way out, or out. */
const leaving = [
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const;
const isLeaving: ReadonlySet<string> = new Set(leaving);

/**
 * Tells every workload with a pod on a lost or removed node that the pod is gone.
 *
 * A workload is bound from its allocation until it is on its way out for whatever reason; one that is leaving already
 * is not told. One of which single pods left a node may be told in vain: it knows better.
 */
export const nodeLossProcess: Process<NodeLossState> = {
  name: 'node-loss',
  handles: handling(
    'WorkloadAllocated',
    'WorkloadGrown',
    'WorkloadPodsLost',
    'NodeLost',
    'NodeRemoved',
    ...leaving,
  ),
  initial: () => ({ bindings: new Map(), onNode: new Map() }),
  react: (state, event) => {
    const { id } = event.subject;
    switch (event.type) {
      case 'WorkloadAllocated':
        bind(state, id, event.data);
        return nothing;
      case 'WorkloadGrown':
        grow(state, id, event.data.placements);
        return nothing;
      case 'WorkloadPodsLost':
        part(state, id, event.data.nodeId);
        return nothing;
      case 'NodeLost':
        return interrupt(state, id, `the node was lost: ${event.data.reason}`);
      case 'NodeRemoved':
        return interrupt(state, id, 'the node was removed');
      default:
        if (isLeaving.has(event.type)) release(state, id);
        return nothing;
    }
  },
};

const bind = (
  state: NodeLossState,
  workloadId: string,
  {
    attempt,
    placements,
  }: { readonly attempt: number; readonly placements: readonly PodPlacement[] },
): void => {
  hold(state, workloadId, { attempt, nodeIds: nodeIdsOf(placements) });
};

const hold = (state: NodeLossState, workloadId: string, binding: Binding): void => {
  state.bindings.set(workloadId, binding);
  for (const nodeId of binding.nodeIds) {
    const bound = state.onNode.get(nodeId);
    if (bound === undefined) state.onNode.set(nodeId, new Set([workloadId]));
    else bound.add(workloadId);
  }
};

/** More pods of a workload that is bound. */
const grow = (
  state: NodeLossState,
  workloadId: string,
  placements: readonly PodPlacement[],
): void => {
  const binding = state.bindings.get(workloadId);
  if (binding === undefined) return;
  const { attempt, nodeIds } = binding;
  const more = nodeIdsOf(placements).filter((nodeId) => !nodeIds.includes(nodeId));
  if (more.length > 0) rebind(state, workloadId, { attempt, nodeIds: [...nodeIds, ...more] });
};

/** No pod of the workload is on the node any more. */
const part = (state: NodeLossState, workloadId: string, lost: string): void => {
  const binding = state.bindings.get(workloadId);
  if (binding === undefined) return;
  const nodeIds = binding.nodeIds.filter((nodeId) => nodeId !== lost);
  rebind(state, workloadId, { attempt: binding.attempt, nodeIds });
};

const rebind = (state: NodeLossState, workloadId: string, binding: Binding): void => {
  release(state, workloadId);
  hold(state, workloadId, binding);
};

const nodeIdsOf = (placements: readonly PodPlacement[]): readonly string[] => {
  const [first] = placements;
  if (first !== undefined && placements.length === 1) return [first.nodeId];
  return [...new Set(placements.map(({ nodeId }) => nodeId))];
};

const release = (state: NodeLossState, workloadId: string): void => {
  const binding = state.bindings.get(workloadId);
  if (binding === undefined) return;
  state.bindings.delete(workloadId);
  for (const nodeId of binding.nodeIds) state.onNode.get(nodeId)?.delete(workloadId);
};

const interrupt = (
  state: NodeLossState,
  nodeId: string,
  reason: string,
): readonly ProcessCommand[] => {
  const commands: ProcessCommand[] = [];
  for (const id of state.onNode.get(nodeId) ?? []) {
    const attempt = state.bindings.get(id)?.attempt;
    if (attempt === undefined) continue;
    const command = { type: 'ObserveWorkloadInterrupted', attempt, nodeId, reason } as const;
    commands.push({ subject: { kind: 'workload', id }, command });
  }
  return commands;
};
