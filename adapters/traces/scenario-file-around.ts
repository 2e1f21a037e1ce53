import { isLeft } from '../../domain/foundation/fp.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { cluster, type Cluster, type ClusterCommand } from '../../domain/cluster/index.ts';
import type { ScenarioClaim, ScenarioTopology } from '../ports/scenario.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import type { Register } from './scenario-file-register.ts';
import type { ScenarioText } from './scenario-file-shape.ts';

/** What surrounds the workloads of a scenario. */
export interface Around {
  readonly topologies: readonly ScenarioTopology[];
  readonly claims: readonly ScenarioClaim[];
}

/** The topologies and claims; the rules of a cluster have the last word. @throws InputRefusal */
export const aroundOf = (
  page: Page,
  { topologies = [], claims = [] }: ScenarioText,
  projects: Register,
): Around => {
  let state: Cluster = cluster.evolve(cluster.initial, {
    type: 'ClusterRegistered',
    data: { name: 'a' },
  });
  const judge = (at: string, command: ClusterCommand): void => {
    const judged = cluster.decide(command, state);
    if (!isLeft(judged)) {
      state = judged.right.reduce(cluster.evolve, state);
      if (judged.right.length > 0) return;
    }
    const said = isLeft(judged) ? judged.left : undefined;
    if (said !== undefined && 'pointer' in said) {
      const remedy = 'change it, or leave it out';
      refuseAt(page, at + said.pointer, { problem: said.problem, remedy });
    }
    invariant(said === undefined || said._tag === 'ClaimExists', () => `refused: ${said?._tag}`);
    refuseAt(page, `${at}/name`, { problem: 'it is there twice', remedy: 'give it another name' });
  };
  for (const [place, one] of topologies.entries()) {
    judge(`/topologies/${place}`, { type: 'DefineTopology', ...one });
  }
  return {
    topologies,
    claims: claims.map(({ name, deviceClass, count = 1, project: projectId }, place) => {
      const at = `/claims/${place}`;
      if (projectId !== undefined) projects.demand(page, `${at}/project`, projectId);
      const claim = { name, deviceClass, count, ...(projectId === undefined ? {} : { projectId }) };
      judge(at, { type: 'CreateResourceClaim', ...claim, isProjectKnown: true });
      return claim;
    }),
  };
};
