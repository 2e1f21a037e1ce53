import { invariant } from '../foundation/invariant.ts';
import type { PodPlacement } from '../foundation/shapes.ts';
import type { Asked, Pending, Workload } from './state.ts';

/** A workload that has pods on nodes and a queue. */
export type Held = Extract<
  Workload,
  { readonly phase: 'Initializing' | 'Running' | 'Degraded' | 'Terminating' }
>;

/** Exactly what is kept between phases, so that nothing of one phase leaks into the next. */
export const keep = (from: Asked): Asked => ({
  projectId: from.projectId,
  nodePoolId: from.nodePoolId,
  workloadType: from.workloadType,
  preemptible: from.preemptible,
  subGroups: from.subGroups,
  graceMs: from.graceMs,
  fingerprint: from.fingerprint,
  attempt: from.attempt,
  terms: from.terms,
});

/** Waits in a queue. What is kept is written out here: on the way of every workload a spread costs too much. */
export const pending = (from: Asked, queueId: string, attempt: number): Workload => ({
  phase: 'Pending',
  projectId: from.projectId,
  nodePoolId: from.nodePoolId,
  workloadType: from.workloadType,
  preemptible: from.preemptible,
  subGroups: from.subGroups,
  graceMs: from.graceMs,
  fingerprint: from.fingerprint,
  attempt,
  terms: from.terms,
  queueId,
  verdict: undefined,
  nomination: undefined,
});

/** Has pods on nodes. */
export const placed = (
  phase: Held['phase'],
  from: Held | Pending,
  placements: readonly PodPlacement[],
): Workload => ({
  phase,
  projectId: from.projectId,
  nodePoolId: from.nodePoolId,
  workloadType: from.workloadType,
  preemptible: from.preemptible,
  subGroups: from.subGroups,
  graceMs: from.graceMs,
  fingerprint: from.fingerprint,
  attempt: from.attempt,
  terms: from.terms,
  queueId: from.queueId,
  placements,
  moves: 'moves' in from ? from.moves : undefined,
});

/** Narrows to what still asks for something. */
export const asked = (state: Workload): Asked => {
  invariant('projectId' in state, 'a workload that has ended or was never submitted asks nothing');
  return state;
};

/** Narrows to what has pods and a queue. */
export const holding = (state: Workload): Held => {
  invariant('queueId' in state && 'placements' in state, 'the workload has no pods');
  return state;
};
