import type { Ask } from '../../../adapters/ports/ask.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { usualPlacement } from '../../../domain/node-pool/index.ts';
import { type Site, siteClusterId, sitePoolId, type SiteTeam } from './site.ts';

/** Who asks for what the site takes for granted. */
export const siteActor = 'berth-site';

/** An ask that is made once, however often the site is set up. */
interface Step {
  readonly commandId: string;
  readonly ask: Ask;
}

/** What the set-up could not do; the site goes on without it. */
export interface SetUpFault {
  readonly commandId: string;
  readonly problem: string;
}

/**
 * Makes everything that the site takes for granted: cluster, pool, nodes, departments, projects, their quotas.
 *
 * Each ask has an id of its own for ever, so that a second start adds nothing and undoes nothing: what somebody has
 * changed or deleted since stays so.
 */
export const setUpSite = async (
  brain: Pick<LiveBrain, 'ask'>,
  site: Site,
): Promise<readonly SetUpFault[]> => {
  const faults: SetUpFault[] = [];
  for (const stage of stagesOf(site)) {
    const told = await Promise.all(
      stage.map(({ commandId, ask }) => brain.ask({ ask, commandId, actor: siteActor })),
    );
    told.forEach((answer, place) => {
      const commandId = stage[place]?.commandId ?? '';
      if (isLeft(answer)) faults.push({ commandId, problem: answer.left._tag });
      else if (isLeft(answer.right)) faults.push({ commandId, problem: answer.right.left._tag });
    });
  }
  return faults;
};

/** What can be asked at the same time, stage after stage. */
const stagesOf = (site: Site): readonly (readonly Step[])[] => [
  [once('cluster', { type: 'RegisterCluster', clusterId: siteClusterId, name: siteClusterId })],
  [once('cluster-connected', { type: 'ConnectCluster', clusterId: siteClusterId })],
  [once('pool', pool)],
  [...nodesOf(site), ...departmentsOf(site.teams)],
  projectsOf(site.teams),
];

const once = (name: string, ask: Ask): Step => ({ commandId: `site:${name}`, ask });

const pool: Ask = {
  type: 'CreateNodePool',
  nodePoolId: sitePoolId,
  name: sitePoolId,
  clusterId: siteClusterId,
  labelKey: '',
  labelValue: '',
  ...usualPlacement,
};

const nodesOf = ({ nodes }: Site): readonly Step[] =>
  nodes.map(({ id, ...node }) =>
    once(`node/${id}`, {
      ...node,
      type: 'JoinNode',
      nodeId: id,
      name: id,
      clusterId: siteClusterId,
      nodePoolId: sitePoolId,
    }),
  );

const entitled = (gpus: number) => ({
  gpuMilli: { quota: gpus * 1000, weight: Math.max(1, gpus) },
  cpuMilli: { quota: -1, weight: 1 },
  memoryMib: { quota: -1, weight: 1 },
});

const departmentsOf = (teams: readonly SiteTeam[]): readonly Step[] => {
  const quotas = new Map<string, number>();
  for (const { team, quotaGpus } of teams) {
    quotas.set(team.departmentId, (quotas.get(team.departmentId) ?? 0) + quotaGpus);
  }
  return [...quotas].flatMap(([departmentId, gpus]) => [
    once(`department/${departmentId}`, {
      type: 'CreateDepartment',
      departmentId,
      name: departmentId,
      clusterId: siteClusterId,
    }),
    once(`department-quota/${departmentId}`, {
      type: 'GrantDepartmentQuota',
      departmentId,
      nodePoolId: sitePoolId,
      entitlements: entitled(gpus),
    }),
  ]);
};

const projectsOf = (teams: readonly SiteTeam[]): readonly Step[] =>
  teams.flatMap(({ team: { projectId, departmentId }, quotaGpus }) => [
    once(`project/${projectId}`, {
      type: 'CreateProject',
      projectId,
      name: projectId,
      departmentId,
      clusterId: siteClusterId,
      defaultNodePoolId: sitePoolId,
    }),
    once(`project-quota/${projectId}`, {
      type: 'GrantProjectQuota',
      projectId,
      nodePoolId: sitePoolId,
      entitlements: entitled(quotaGpus),
    }),
  ]);
