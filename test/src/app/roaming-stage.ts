import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthCommand } from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Subject } from '../../../domain/foundation/ids.ts';
import { queueIdOf } from '../../../domain/queue/index.ts';
import type { SubmitWorkload, Workload } from '../../../domain/workload/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { dueRequests, nextDeadlineMs } from '../../../src/app/deadlines.ts';
import type { Request } from '../../../src/app/handle.ts';
import { replay } from '../../../src/app/replay.ts';
import { runAllocation, runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, rightOf, smallScenario } from './stage.ts';

const verify = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
/** The queue of the project in a pool. */
export const queueIn = (nodePoolId: string): string =>
  queueIdOf({ ownerKind: 'project', ownerId: 'red', nodePoolId });
const gpu = { quota: 16_000, limit: -1, weight: 1 };
const all = { quota: -1, limit: -1, weight: 1 };
const entitlements = { gpuMilli: gpu, cpuMilli: all, memoryMib: all, priority: 100 };
const nobody = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const granted = { entitlements, isNodePoolKnown: true, nonPreemptibleInUse: nobody } as const;

/** The pool of the small site has four nodes of four GPUs; these have one node of so many. */
const pools = { big: 8, far: 8 } as const;

/** A job of one pod that would like to be in some pools, the first of them first. */
export const job = (
  gpus: number,
  ...nodePoolIds: readonly [string, ...string[]]
): SubmitWorkload => ({
  type: 'SubmitWorkload',
  name: `job-${gpus}`,
  projectId: 'red',
  nodePoolId: nodePoolIds[0],
  nodePoolIds,
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: gpus, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 },
    },
  ],
  queueId: queueIn(nodePoolIds[0]),
  isProjectKnown: true,
  isNodePoolKnown: true,
  isNameTaken: false,
});

const begun = async () => {
  const facts: BerthRecorded[] = [];
  const log = rightOf(await memoryLedger().open()());
  const brain = createBrain(defaultPolicy, [{ apply: (fact) => facts.push(fact) }]);
  brain.epoch = 1;
  const writer = createWriter(log, 0, 1);
  rightOf(await runTurn(brain, writer, beginning(smallScenario(1, 0))));

  const turn = async (requests: readonly Request[]): Promise<void> => {
    for (const answer of rightOf(await runTurn(brain, writer, requests))) {
      if (isLeft(answer)) throw new Error(JSON.stringify(answer.left));
    }
  };
  /** Lets everything happen that is due by then; answers where workloads went meanwhile. */
  const until = async (atMs: number): Promise<readonly string[]> => {
    const before = facts.length;
    for (let round = 0; round < 20; round += 1) {
      const nowMs = Math.min(atMs, nextDeadlineMs(brain) ?? atMs);
      await turn(dueRequests(brain, nowMs));
      rightOf(await runAllocation(brain, writer, nowMs));
      const next = nextDeadlineMs(brain);
      if (next === undefined || next > atMs) return facts.slice(before).map(stepOf);
    }
    throw new Error('it goes on for ever');
  };
  const tell = async (
    { kind, id }: Subject,
    command: BerthCommand,
    atMs = 0,
  ): Promise<readonly string[]> => {
    const before = facts.length;
    const commandId = `c-${facts.length}`;
    await turn([{ commandId, subject: { kind, id }, command, atMs, origin: 'command' }]);
    await until(atMs);
    return facts.slice(before).map(stepOf);
  };
  const submit = (id: string, command: SubmitWorkload, atMs = 0) =>
    tell({ kind: 'workload', id }, { ...command, name: id }, atMs);
  const done = (id: string, atMs = 0) =>
    tell({ kind: 'workload', id }, { type: 'ObserveWorkloadCompleted', attempt: 1 }, atMs);
  const mismatches = async () =>
    rightOf(await replay(createBrain(defaultPolicy), log, verify)).mismatches;
  /** Workloads that wait, by id. */
  const waiting = () =>
    [...brain.states.byKind.workload].flatMap(([id, { state }]) => {
      const one = state as Workload;
      return one.phase === 'Pending' ? [{ id, ...one }] : [];
    });
  /** Those that have places, in their first attempt. */
  const running = () =>
    [...brain.states.byKind.workload].flatMap(([id, { state }]) => {
      const one = state as Workload;
      return one.phase === 'Initializing' && one.attempt === 1 ? [id] : [];
    });
  /** The pool in which the kernel knows a workload. */
  const poolOf = (id: string) => brain.capacity.workloads.get(id)?.pool.nodePoolId;
  const next = () => nextDeadlineMs(brain);
  return { tell, until, submit, done, mismatches, next, waiting, running, poolOf };
};

/** A fact in short: what it did to which workload. */
const stepOf = (fact: BerthRecorded): string => {
  const what = fact.type.replace('Workload', '');
  return fact.type === 'WorkloadReassigned' ? `${what} ${fact.data.nodePoolId}` : what;
};

/** The same site with more pools, in which the project may have a quota. */
export const roomy = async (...granting: readonly (keyof typeof pools)[]) => {
  const here = await begun();
  for (const [nodePoolId, gpuCount] of Object.entries(pools)) {
    await here.tell(
      { kind: 'node-pool', id: nodePoolId },
      {
        type: 'CreateNodePool',
        name: nodePoolId,
        clusterId: 'small',
        labelKey: 'pool',
        labelValue: nodePoolId,
        gpuPlacement: 'binpack',
        cpuPlacement: 'binpack',
        isLabelTaken: false,
        isClusterKnown: true,
      },
    );
    await here.tell(
      { kind: 'node', id: `${nodePoolId}-1` },
      {
        type: 'JoinNode',
        name: `${nodePoolId}-1`,
        clusterId: 'small',
        nodePoolId,
        labels: { pool: nodePoolId },
        taints: [],
        cpuMilli: 64_000,
        memoryBytes: 2 ** 38,
        podsMax: 32,
        gpuCount,
        gpuModel: 'H100',
        gpuMemoryMib: 0,
        isNodePoolKnown: true,
      },
    );
  }
  for (const nodePoolId of granting) await grant(here, nodePoolId);
  return here;
};

/** Grants the project a quota in a pool. */
export const grant = async (
  { tell }: Pick<Awaited<ReturnType<typeof begun>>, 'tell'>,
  nodePoolId: string,
  atMs = 0,
): Promise<readonly string[]> => {
  await tell(
    { kind: 'department', id: 'lab' },
    { type: 'GrantDepartmentQuota', nodePoolId, ...granted },
    atMs,
  );
  return tell(
    { kind: 'project', id: 'red' },
    { type: 'GrantProjectQuota', nodePoolId, ...granted },
    atMs,
  );
};
