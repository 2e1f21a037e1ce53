import fc from 'fast-check';
import type { Scenario, ScenarioFailure, ScenarioNode } from '../../adapters/ports/scenario.ts';
import { type ClusterBounds, clusters } from './clusters.ts';
import { type QueueTree, type QueueTreeBounds, queueTrees } from './queue-trees.ts';
import { type WorkloadMixBounds, workloadMixes } from './workload-mixes.ts';

/** How large a generated scenario may be. */
export interface ScenarioBounds extends ClusterBounds, QueueTreeBounds, WorkloadMixBounds {
  /** Nodes that are lost, some of which return; 2 unless said. */
  readonly failuresMax?: number;
}

/** A whole day on a small scale: a cluster, its queues, what is asked of it, and which nodes fail. */
export const scenarios = (bounds: ScenarioBounds = {}): fc.Arbitrary<Scenario> =>
  fc
    .tuple(clusters(bounds), queueTrees(bounds))
    .chain(([nodes, tree]) =>
      fc
        .tuple(workloadMixes(idsOf(tree), bounds), failures(nodes, bounds))
        .map(([jobs, broken]) => ({ ...site, nodes, ...tree, jobs, failures: broken })),
    );

const site = {
  name: 'generated',
  clusterId: 'generated',
  nodePoolId: 'default',
  startMs: 0,
} as const;

const idsOf = ({ projects }: QueueTree): readonly [string, ...string[]] => {
  const [first = '', ...others] = projects.map((project) => project.id);
  return [first, ...others];
};

const failures = (
  nodes: readonly ScenarioNode[],
  { failuresMax = 2, lastSubmitMs = 600_000 }: ScenarioBounds,
): fc.Arbitrary<readonly ScenarioFailure[]> =>
  fc.array(
    fc
      .record({
        nodeId: fc.constantFrom(...nodes.map((node) => node.id)),
        atMs: fc.integer({ min: 0, max: lastSubmitMs }),
        outageMs: fc.constantFrom(undefined, 60_000, 300_000),
      })
      .map(({ nodeId, atMs, outageMs }) => ({
        nodeId,
        atMs,
        returnAtMs: outageMs === undefined ? undefined : atMs + outageMs,
      })),
    { maxLength: failuresMax },
  );
