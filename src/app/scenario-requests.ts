import { usualPlacement } from '../../domain/node-pool/index.ts';
import { queueIdOf } from '../../domain/queue/index.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Subject } from '../../domain/foundation/ids.ts';
import type { BerthCommand } from '../../domain/catalogue/index.ts';
import {
  nodePoolLabel,
  type Scenario,
  type ScenarioJob,
  type ScenarioPool,
  type ScenarioUnit,
} from '../../adapters/ports/scenario.ts';
import type { Request } from './handle.ts';
import { type States, standingOf } from './states.ts';

/** Who asks for what a scenario asks for. */
const scenarioActor = 'sim';

/** A scenario's job as a submission, with what the decision needs to know of other aggregates. */
export const submitRequest = (states: States, scenario: Scenario, job: ScenarioJob): Request => {
  const nodePoolIds = poolsOfJob(scenario, job);
  const [nodePoolId] = nodePoolIds;
  const queueId = queueIdOf({ ownerKind: 'project', ownerId: job.projectId, nodePoolId });
  const isReady = (subject: Subject): boolean =>
    standingOf(states, subject).state.phase === 'Ready';
  const isOpen = standingOf(states, { kind: 'queue', id: queueId }).state.phase === 'Open';
  return {
    commandId: `+${job.id}`,
    subject: { kind: 'workload', id: job.id },
    atMs: job.submitAtMs,
    origin: 'command',
    actor: scenarioActor,
    command: {
      type: 'SubmitWorkload',
      name: job.id,
      projectId: job.projectId,
      nodePoolId,
      workloadType: job.workloadType,
      priority: job.priority,
      preemptible: job.preemptible,
      subGroups: job.subGroups,
      ...(nodePoolIds.length === 1 ? {} : { nodePoolIds }),
      ...optionsOf(job),
      isProjectKnown: isReady({ kind: 'project', id: job.projectId }),
      isNodePoolKnown: isReady({ kind: 'node-pool', id: nodePoolId }),
      isNameTaken: false,
      queueId: isOpen ? queueId : undefined,
    },
  };
};

/** Where a job may go, the dearest pool first: as it says, else as its project does. @cost O(projects) with several pools */
const poolsOfJob = (
  { nodePoolId, nodePools, projects }: Scenario,
  { nodePoolIds, projectId }: ScenarioJob,
): readonly [string, ...(readonly string[])] => {
  const home =
    nodePools === undefined ? undefined : projects.find(({ id }) => id === projectId)?.nodePoolIds;
  const [first = nodePoolId, ...others] = nodePoolIds ?? home ?? [nodePoolId];
  return [first, ...others];
};

/** What few jobs say; a member that says nothing is not there at all. */
const optionsOf = (job: ScenarioJob) => ({
  ...(Object.keys(job.nodeSelector).length === 0 ? {} : { nodeSelector: job.nodeSelector }),
  ...(job.backoffLimit === undefined ? {} : { backoffLimit: job.backoffLimit }),
  ...(job.timeToLiveMs === undefined ? {} : { timeToLiveMs: job.timeToLiveMs }),
  ...(job.timeLimitMs === undefined ? {} : { timeLimitMs: job.timeLimitMs }),
  ...(job.gang === undefined ? {} : { gang: job.gang }),
  ...(job.semiPreemptible === undefined ? {} : { semiPreemptible: job.semiPreemptible }),
  ...(job.tolerations === undefined ? {} : { tolerations: job.tolerations }),
});

/** Takes a job back at its time, whatever has become of it. */
export const cancelRequest = (id: string, atMs: InstantMs): Request => ({
  commandId: `-${id}`,
  subject: { kind: 'workload', id },
  atMs,
  origin: 'command',
  actor: scenarioActor,
  command: { type: 'DeleteWorkload', reason: 'cancelled by its owner' },
});

/** Everything that must be there before the first job: cluster, pool, nodes, departments, projects, their quotas. */
export const setupRequests = (scenario: Scenario): readonly Request[] => {
  const { clusterId, nodePoolId, startMs } = scenario;
  const requests: Request[] = [];
  const ask = (kind: Subject['kind'], id: string, command: BerthCommand): void => {
    requests.push({
      commandId: `setup:${requests.length + 1}`,
      subject: { kind, id },
      atMs: startMs,
      origin: 'command',
      actor: scenarioActor,
      command,
    });
  };
  ask('cluster', clusterId, { type: 'RegisterCluster', name: clusterId });
  ask('cluster', clusterId, { type: 'ObserveClusterConnected' });
  for (const topology of scenario.topologies ?? []) {
    ask('cluster', clusterId, { type: 'DefineTopology', ...topology });
  }
  for (const pool of poolsOf(scenario)) {
    ask('node-pool', pool.id, poolCommand(pool, scenario));
  }
  for (const { id, nodePoolId: at = nodePoolId, ...node } of scenario.nodes) {
    const home = { name: id, clusterId, nodePoolId: at, isNodePoolKnown: true };
    const placed = { ...node, ...home, taints: [...node.taints] };
    ask('node', id, { type: 'JoinNode', ...placed });
  }
  for (const { id, ...unit } of scenario.departments) {
    ask('department', id, { type: 'CreateDepartment', name: id, clusterId, isClusterKnown: true });
    for (const granted of grantsOf(scenario, unit)) {
      ask('department', id, { type: 'GrantDepartmentQuota', ...granted });
    }
  }
  for (const { id, departmentId, nodePoolIds = [nodePoolId], ...unit } of scenario.projects) {
    const known = { isDepartmentKnown: true, isNodePoolKnown: true, isNameTaken: false };
    const [defaultNodePoolId = nodePoolId] = nodePoolIds;
    const several = nodePoolIds.length > 1 ? { defaultNodePoolIds: nodePoolIds } : {};
    const home = { name: id, departmentId, clusterId, defaultNodePoolId, ...several };
    ask('project', id, { type: 'CreateProject', ...home, ...known });
    for (const granted of grantsOf(scenario, unit)) {
      ask('project', id, { type: 'GrantProjectQuota', ...granted });
    }
  }
  for (const claim of scenario.claims ?? []) {
    ask('cluster', clusterId, { type: 'CreateResourceClaim', ...claim, isProjectKnown: true });
  }
  return requests;
};

const nonPreemptibleInUse = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

/** What somebody is promised, pool by pool. */
const grantsOf = (
  { nodePoolId }: Scenario,
  { entitlements, elsewhere = [] }: Pick<ScenarioUnit, 'entitlements' | 'elsewhere'>,
) =>
  [{ nodePoolId, entitlements }, ...elsewhere].map((grant) => ({
    ...grant,
    isNodePoolKnown: true,
    nonPreemptibleInUse,
  }));

const poolsOf = ({ nodePoolId, nodePools }: Scenario): readonly ScenarioPool[] =>
  nodePools ?? [{ id: nodePoolId, ...usualPlacement }];

/** The first pool takes the nodes without a label of a pool. */
const poolCommand = (
  { id, ...layout }: ScenarioPool,
  { nodePoolId, clusterId }: Scenario,
): BerthCommand => ({
  type: 'CreateNodePool',
  name: id,
  clusterId,
  labelKey: id === nodePoolId ? '' : nodePoolLabel,
  labelValue: id === nodePoolId ? '' : id,
  ...layout,
  isLabelTaken: false,
  isClusterKnown: true,
});
