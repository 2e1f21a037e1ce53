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
});
