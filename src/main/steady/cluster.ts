import { createClusterSim, type RestartLoss } from '../../../adapters/cluster-sim/index.ts';
import type { Cluster, Observation } from '../../../adapters/ports/cluster.ts';
import type { LiveViews } from '../../../adapters/ports/live-brain.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { runningMsAt } from '../../../projections/workload-list/index.ts';
import { outagesFrom } from './outages.ts';
import { runTimesOf } from './run-times.ts';
import type { Site } from './site.ts';

/** What a simulated cluster of a site is made from. */
export interface SteadyClusterParts {
  readonly seed: number;
  readonly site: Site;
  readonly startMs: InstantMs;
}

/** A cluster that takes up where the one before it was when its process ended. */
export interface SteadyCluster extends Cluster {
  /** Tells it what the ledger says of the time before: work that was done, and nodes that were away. */
  readonly remember: (views: LiveViews, nowMs: InstantMs) => void;
}

/** Runs are short here, and so is what a restart costs. @unit ms */
const restartLossMs: RestartLoss = (gpuDevices) => (gpuDevices <= 1 ? 2_000 : 5_000);

/** Nodes that were away when the program ended come back so long after it begins. */
const returnAfterMs = 20_000;
/** What has hardly anything left to do ends so soon. */
const leftMsMin = 1_000;

/**
 * Simulates the cluster of a site that never ends.
 *
 * Run times follow from ids, so that they need not be kept; what a workload had done before the program ended is
 * counted.
 */
export const steadyCluster = (parts: SteadyClusterParts): SteadyCluster => {
  let views: LiveViews | undefined;
  const doneMsById = new Map<string, number>();
  const sim = simOf(parts, { views: () => views, doneMsById });
  let returning: readonly Observation[] = [];
  return {
    apply: sim.apply,
    nextAtMs: () => earlier(sim.nextAtMs(), returning[0]?.atMs),
    take: (nowMs) => {
      const back = returning.filter(({ atMs }) => atMs <= nowMs);
      if (back.length === 0) return sim.take(nowMs);
      returning = returning.filter(({ atMs }) => atMs > nowMs);
      return [...sim.take(nowMs), ...back].toSorted((a, b) => a.atMs - b.atMs);
    },
    remember: (known, nowMs) => {
      views = known;
      for (const [id, doneMs] of doneIn(known, nowMs)) doneMsById.set(id, doneMs);
      const atMs = nowMs + returnAfterMs;
      returning = lostNodesOf(known).map((nodeId) => ({ _tag: 'NodeReturned', nodeId, atMs }));
    },
  };
};

interface Memory {
  readonly views: () => LiveViews | undefined;
  /** How long workloads had run when the program began. @unit ms */
  readonly doneMsById: ReadonlyMap<string, number>;
}

const simOf = ({ seed, site, startMs }: SteadyClusterParts, memory: Memory): Cluster => {
  const times = runTimesOf(seed, site, (id) => memory.views()?.workloads.rows.get(id));
  return createClusterSim({
    seed,
    runMsOf: (id) => {
      const runMs = times.runMsOf(id);
      const doneMs = memory.doneMsById.get(id) ?? 0;
      return runMs === undefined ? undefined : Math.max(leftMsMin, runMs - doneMs);
    },
    exitCodeOf: times.exitCodeOf,
    failures: outagesFrom(seed, site.nodes, startMs),
    startLatencyMs: { min: 1_000, max: 4_000 },
    restartLossMs,
  });
};

/** How long each workload that has not ended has run. */
const doneIn = (
  { workloads }: LiveViews,
  nowMs: InstantMs,
): readonly (readonly [id: string, doneMs: number])[] =>
  [...workloads.rows.values()].flatMap((row) => {
    const isOver = row.completedAtMs !== undefined || row.phase === 'Deleted';
    const doneMs = isOver ? 0 : runningMsAt(row, nowMs);
    return doneMs > 0 ? [[row.id, doneMs] as const] : [];
  });

const lostNodesOf = ({ nodes }: LiveViews): readonly string[] =>
  [...nodes.rows.values()].flatMap(({ id, lostReason }) => (lostReason === undefined ? [] : [id]));

const earlier = (a: InstantMs | undefined, b: InstantMs | undefined): InstantMs | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
