import { kernelVersion } from '../../domain/allocation/index.ts';
import type { Basis } from '../../domain/foundation/shapes.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { snapshotOf } from '../../projections/capacity/index.ts';
import type { Brain } from './brain.ts';
import { decisionsOf, type WorkloadDecision } from './decisions-of-plan.ts';
import { policyFor } from './policy.ts';
import type { Request } from './handle.ts';

/** The id of the command that holds the decisions for a pool at a revision. */
export const planCommandId = (nodePoolId: string, revision: number): string =>
  `plan:${nodePoolId}@${revision}`;

/** Reads a plan's command id back; `undefined` for every other command. */
export const planOfCommandId = (
  commandId: string,
): { readonly nodePoolId: string; readonly revision: number } | undefined => {
  if (!commandId.startsWith('plan:')) return undefined;
  const match = /^plan:([^@]+)@(\d+)$/.exec(commandId);
  return match?.[1] === undefined
    ? undefined
    : { nodePoolId: match[1], revision: Number(match[2]) };
};

/** What the kernel decides for a pool on the capacity as it is, in the order in which it is written down. */
export const decisionsFor = (brain: Brain, nodePoolId: string): readonly WorkloadDecision[] => {
  const snapshot = snapshotOf(brain.capacity, nodePoolId);
  if (snapshot === undefined) return [];
  const policy = policyFor(brain, nodePoolId);
  const basis: Basis = {
    revision: brain.states.revision,
    kernel: kernelVersion,
    policy: policy.version,
  };
  return decisionsOf(brain.planner(snapshot, policy), basis);
};

/** The decisions for a pool as requests of one batch; empty when nothing is to be done. */
export const planRequests = (
  brain: Brain,
  nodePoolId: string,
  nowMs: InstantMs,
): readonly Request[] => {
  const commandId = planCommandId(nodePoolId, brain.states.revision);
  return decisionsFor(brain, nodePoolId).map(({ workloadId, command }) => ({
    commandId,
    subject: { kind: 'workload', id: workloadId },
    command,
    atMs: nowMs,
    origin: 'decision',
  }));
};
