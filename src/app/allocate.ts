import { kernelVersion, type Policy } from '../../domain/allocation/index.ts';
import type { Basis } from '../../domain/foundation/shapes.ts';
import { feedUsage, snapshotOf } from '../../projections/capacity/index.ts';
import { stateIn } from './aggregates.ts';
import type { Brain } from './brain.ts';
import { decisionsOf, type Holds } from './decisions-of-plan.ts';
import { policyFor } from './policy.ts';
import type { PoolDecisions, PoolMoment } from './pool-decisions.ts';
import type { Request } from './handle.ts';
import { wakeAt } from './wakes.ts';

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

/**
 * What the kernel decides for a pool on the capacity as it is, in the order in which it is written down: under the rules
 * that the ledger has for the pool, or under others.
 */
export const decisionsFor = (
  brain: Brain,
  { nodePoolId, nowMs }: PoolMoment,
  policy: Policy = policyFor(brain, nodePoolId),
): PoolDecisions => {
  const snapshot = snapshotOf(brain.capacity, nodePoolId);
  if (snapshot === undefined) return { decisions: [] };
  const basis: Basis = {
    revision: brain.states.revision,
    kernel: kernelVersion,
    policy: policy.version,
  };
  const refreshAtMs = feedUsage(brain.capacity, nodePoolId, { policy, nowMs });
  const made = brain.planner(snapshot, policy, { nowMs });
  const decisions = decisionsOf(made, basis, holdersIn(brain));
  const wakeAtMs = Math.min(made.wakeAtMs ?? Infinity, refreshAtMs ?? Infinity);
  return wakeAtMs === Infinity ? { decisions } : { decisions, wakeAtMs };
};

/** Tells who has pods already, as the facts so far say. */
export const holdersIn =
  ({ states }: Brain): Holds =>
  (workloadId) =>
    stateIn(states, 'workload', workloadId)?.phase !== 'Pending';

/** The decisions for a pool as requests of one batch; empty when nothing is to be done. */
export const planRequests = (brain: Brain, moment: PoolMoment): readonly Request[] => {
  const { nodePoolId, nowMs } = moment;
  const commandId = planCommandId(nodePoolId, brain.states.revision);
  const { decisions, wakeAtMs } = brain.standIn?.(moment) ?? decisionsFor(brain, moment);
  wakeAt(brain.wakes, nodePoolId, wakeAtMs);
  return decisions.map(({ workloadId, command }) => ({
    commandId,
    subject: { kind: 'workload', id: workloadId },
    command,
    atMs: nowMs,
    origin: 'decision',
  }));
};
