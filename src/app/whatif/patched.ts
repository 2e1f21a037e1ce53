import type { Ask } from '../../../adapters/ports/ask.ts';
import type { ScenarioFailure } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { stateIn } from '../aggregates.ts';
import type { Kept } from './agenda.ts';
import { type Ground, instantOf, queueOf, refusalOf } from './refused.ts';
import type { NodePatch, PatchRefused, QueuePatch, When, WorkloadPatch } from './patch.ts';

/** What a fork plays: what is asked, which nodes fail, and how long the workloads run that only it has. */
export interface Course {
  readonly kept: readonly Kept[];
  readonly failures: readonly ScenarioFailure[];
  /** @unit ms */
  readonly runMs: ReadonlyMap<string, number>;
}

type Patched<Value> = Either<PatchRefused, Value>;

/** The course of a fork with a patch, on the brain at the fork, which it leaves as it is. */
export const patchedCourse = (course: Course, ground: Ground): Patched<Course> => {
  const { fromMs, patch } = ground;
  const refusal = refusalOf(course.kept, ground);
  if (refusal !== undefined) return left(refusal);
  const asks = firstAsks(ground);
  if (isLeft(asks)) return asks;
  const kept = course.kept.flatMap((one) => keptUnder(one, ground));
  const added = [...asks.right, ...laterAsks(ground)];
  const instant = (at: When | undefined): InstantMs => instantOf(at, fromMs);
  return right({
    // The patch first where times are equal: the sort keeps the order.
    kept: [...added, ...kept].toSorted((a, b) => a.atMs - b.atMs),
    failures: [
      ...course.failures,
      ...patch.nodesFailed.map(({ nodeId, at, back }) => ({
        nodeId,
        atMs: instant(at),
        returnAtMs: back && instant(back),
      })),
    ],
    runMs: new Map(
      patch.workloadsAdded.flatMap(({ spec, runMs }) =>
        runMs === undefined ? [] : [[spec.name, runMs] as const],
      ),
    ),
  });
};

/** What was recorded, as the patch has it: left out, or changed, or as it was. */
const keptUnder = (one: Kept, { patch, fromMs }: Ground): readonly Kept[] => {
  if (!('ask' in one)) return [one];
  const { ask } = one;
  // Rules of the patch stand until the horizon.
  if (ask.type === 'AdoptPolicy') return patch.policy === undefined ? [one] : [];
  if (ask.type === 'GrantProjectQuota' || ask.type === 'GrantDepartmentQuota') {
    const said = patch.queues.find(({ queueId }) => queueId === queueOf(ask));
    const entitlements = said && withPatch(ask.entitlements as Entitlements, said);
    return [entitlements === undefined ? one : { ...one, ask: { ...ask, entitlements } }];
  }
  if (ask.type !== 'SubmitWorkload') return [one];
  const cancel = patch.workloadsCancelled.find(({ workloadId }) => workloadId === ask.workloadId);
  if (cancel !== undefined && (cancel.at === undefined || instantOf(cancel.at, fromMs) <= one.atMs))
    return [];
  const other = patch.workloadsChanged.get(ask.workloadId);
  return [other === undefined ? one : { ...one, ask: { ...ask, spec: { ...ask.spec, ...other } } }];
};

const withPatch = (entitlements: Entitlements, said: QueuePatch): Entitlements => ({
  ...entitlements,
  gpuMilli: { ...entitlements.gpuMilli, ...said.gpuMilli },
  cpuMilli: { ...entitlements.cpuMilli, ...said.cpuMilli },
  memoryMib: { ...entitlements.memoryMib, ...said.memoryMib },
  ...(said.priority === undefined ? {} : { priority: said.priority }),
});

/** What is asked at the fork itself. */
const firstAsks = (ground: Ground): Patched<readonly Kept[]> => {
  const { patch, fromMs } = ground;
  const asks: Ask[] = [];
  if (patch.policy !== undefined) asks.push({ type: 'AdoptPolicy', policy: patch.policy });
  for (const queue of patch.queues) {
    const ask = grantOf(queue, ground);
    if (isLeft(ask)) return ask;
    if (ask.right !== undefined) asks.push(ask.right);
  }
  return right(asks.map((ask, k) => keptOf(`patch:${k + 1}`, fromMs, ask)));
};

const keptOf = (commandId: string, atMs: InstantMs, ask: Ask): Kept => ({
  atMs,
  commandId,
  actor: 'what-if',
  ask,
});

/** A grant of a queue as it is at the fork, but for what the patch says; nothing for one that only comes later. */
const grantOf = (queue: QueuePatch, { brain }: Ground): Patched<Ask | undefined> => {
  const [owner = '', nodePoolId = ''] = queue.queueId.split('@');
  const departmentId = /^department:(.+)$/.exec(owner)?.[1];
  const unit =
    departmentId === undefined
      ? stateIn(brain.states, 'project', owner)
      : stateIn(brain.states, 'department', departmentId);
  const grants = unit !== undefined && 'grants' in unit ? unit.grants : [];
  const before = grants.find((grant) => grant.nodePoolId === nodePoolId);
  if (before === undefined) return right(undefined);
  const entitlements = withPatch(before.entitlements, queue);
  const { quota, limit } = entitlements.gpuMilli;
  if (limit !== -1 && (quota === -1 || limit < quota)) {
    return left({
      _tag: 'PatchRefused',
      field: `queues.${queue.queueId}.gpu`,
      problem: `the limit, ${limit / 1000} GPUs, would be below the quota`,
      remedy: 'say both, or a limit of -1 for none',
    });
  }
  const grant = { nodePoolId, entitlements };
  return right(
    departmentId === undefined
      ? { type: 'GrantProjectQuota', projectId: owner, ...grant }
      : { type: 'GrantDepartmentQuota', departmentId, ...grant },
  );
};

/** What is asked at the fork or later. */
const laterAsks = (ground: Ground): readonly Kept[] => {
  const { patch, fromMs } = ground;
  const asks: readonly (readonly [When | undefined, Ask])[] = [
    ...patch.nodesAdded.map((node) => [node.at, joinOf(node, ground)] as const),
    ...patch.nodesRemoved.map(
      ({ nodeId, at }) => [at, { type: 'RemoveNode', nodeId } as const] as const,
    ),
    ...patch.workloadsAdded.map((one) => [one.at, submissionOf(one, ground)] as const),
    ...patch.workloadsCancelled.map(({ workloadId, at }) => {
      const reason = 'cancelled by the patch';
      return [at, { type: 'DeleteWorkload', workloadId, reason } as const] as const;
    }),
  ];
  return asks.flatMap(([at, ask], k) => {
    const isNeverThere = ask.type === 'DeleteWorkload' && at === undefined;
    if (isNeverThere && stateIn(ground.brain.states, 'workload', ask.workloadId) === undefined)
      return [];
    return [keptOf(`patch:later:${k + 1}`, instantOf(at, fromMs), ask)];
  });
};

const joinOf = ({ nodeId, like, made }: NodePatch, { brain }: Ground): Ask => {
  const model = like === undefined ? undefined : stateIn(brain.states, 'node', like);
  const described = model !== undefined && 'description' in model ? model.description : undefined;
  const [clusterId = 'default'] = brain.states.byKind.cluster.keys();
  const [nodePoolId = 'default'] = brain.states.byKind['node-pool'].keys();
  const plain = {
    name: nodeId,
    labels: {},
    taints: [],
    cpuMilli: 0,
    memoryBytes: 0,
    podsMax: 110,
    gpuCount: 0,
    gpuModel: '',
    gpuMemoryMib: 0,
  };
  return {
    type: 'JoinNode',
    nodeId,
    ...plain,
    ...(described ?? { clusterId, nodePoolId, ...made }),
    name: nodeId,
  };
};

const submissionOf = ({ spec }: WorkloadPatch, { brain }: Ground): Ask => {
  const project = stateIn(brain.states, 'project', spec.projectId);
  const home = project?.phase === 'Ready' ? project : undefined;
  const usual = spec.nodePoolId === undefined ? home?.defaultNodePoolIds : undefined;
  return {
    type: 'SubmitWorkload',
    workloadId: spec.name,
    spec: {
      ...(usual === undefined ? {} : { nodePoolIds: usual }),
      ...spec,
      nodePoolId: spec.nodePoolId ?? home?.defaultNodePoolId ?? 'default',
    },
  };
};
