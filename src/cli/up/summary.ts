import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { gpuMilliAllocatedOf, nodeStateOf } from '../../../projections/node-list/view.ts';
import { isRunning } from '../../../projections/workload-list/view.ts';

/** How a site is doing, at a glance. @unit thousandths of a card */
export interface Summary {
  readonly atMs: InstantMs;
  readonly revision: number;
  readonly epoch: number;
  readonly factsPerSecond: number;
  readonly gpuMilliHeld: number;
  /** Of nodes that answer, without broken cards. */
  readonly gpuMilliTotal: number;
  readonly nodes: number;
  readonly nodesLost: number;
  readonly running: number;
  readonly pending: number;
  /** What waiting workloads wait for, the most frequent first. */
  readonly reasons: readonly (readonly [reason: string, count: number])[];
}

/** The span over which facts are counted. @unit ms */
const rateMs = 10_000;

/** Looks at a brain again and again. */
export const summaries = (
  brain: Pick<LiveBrain, 'views' | 'health' | 'nowMs'>,
): (() => Summary) => {
  const seen: { readonly atMs: InstantMs; readonly revision: number }[] = [];
  return () => {
    const atMs = brain.nowMs();
    const { revision, epoch } = brain.health();
    seen.push({ atMs, revision });
    while (seen.length > 2 && (seen[1]?.atMs ?? atMs) <= atMs - rateMs) seen.shift();
    const since = seen[0] ?? { atMs, revision };
    const spanMs = Math.max(1, atMs - since.atMs);
    const factsPerSecond = Math.round(((revision - since.revision) * 1000) / spanMs);
    return { atMs, revision, epoch, factsPerSecond, ...nodesIn(brain), ...workloadsIn(brain) };
  };
};

const nodesIn = ({ views }: Pick<LiveBrain, 'views'>) => {
  let gpuMilliHeld = 0;
  let gpuMilliTotal = 0;
  let nodesLost = 0;
  for (const node of views.nodes.rows.values()) {
    const isLost = nodeStateOf(node) === 'Lost';
    gpuMilliHeld += gpuMilliAllocatedOf(node);
    if (isLost) nodesLost += 1;
    else gpuMilliTotal += (node.gpuCount - node.brokenDevices.length) * 1000;
  }
  return { gpuMilliHeld, gpuMilliTotal, nodes: views.nodes.rows.size, nodesLost };
};

const workloadsIn = ({ views }: Pick<LiveBrain, 'views'>) => {
  let running = 0;
  let pending = 0;
  const reasons = new Map<string, number>();
  for (const { phase, verdict } of views.workloads.rows.values()) {
    if (isRunning(phase)) running += 1;
    if (phase !== 'Pending') continue;
    pending += 1;
    const reason = verdict?._tag ?? 'NotLookedAtYet';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { running, pending, reasons: [...reasons].toSorted((a, b) => b[1] - a[1]) };
};
