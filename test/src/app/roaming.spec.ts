import { describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthCommand } from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Subject } from '../../../domain/foundation/ids.ts';
import { queueIdOf } from '../../../domain/queue/index.ts';
import type { SubmitWorkload } from '../../../domain/workload/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { dueRequests, nextDeadlineMs } from '../../../src/app/deadlines.ts';
import type { Request } from '../../../src/app/handle.ts';
import { replay } from '../../../src/app/replay.ts';
import { runAllocation, runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, rightOf, smallScenario } from './stage.ts';

const verify = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
const queueIn = (nodePoolId: string): string =>
  queueIdOf({ ownerKind: 'project', ownerId: 'red', nodePoolId });
const gpu = { quota: 16_000, limit: -1, weight: 1 };
const all = { quota: -1, limit: -1, weight: 1 };
const entitlements = { gpuMilli: gpu, cpuMilli: all, memoryMib: all, priority: 100 };
const nobody = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const granted = { entitlements, isNodePoolKnown: true, nonPreemptibleInUse: nobody } as const;

/** The pool of the small site has four nodes of four GPUs; these have one node of so many. */
const pools = { big: 8, far: 8 } as const;

/** A job of one pod that would like to be in some pools, the first of them first. */
const job = (gpus: number, ...nodePoolIds: readonly [string, ...string[]]): SubmitWorkload => ({
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
  return { tell, until, submit, done, mismatches, next: () => nextDeadlineMs(brain) };
};

/** A fact in short: what it did to which workload. */
const stepOf = (fact: BerthRecorded): string => {
  const what = fact.type.replace('Workload', '');
  return fact.type === 'WorkloadReassigned' ? `${what} ${fact.data.nodePoolId}` : what;
};

/** The same site with more pools, in which the project may have a quota. */
const roomy = async (...granting: readonly (keyof typeof pools)[]) => {
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

const grant = async (
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

describe('a workload that may go to several node pools', () => {
  test('stays in the dearest that takes it', async () => {
    const { submit, mismatches, next } = await roomy('big');
    expect(await submit('w', job(4, 'default', 'big'))).toEqual([
      'Submitted',
      'Queued',
      'Allocated',
    ]);
    expect(next()).toBeUndefined();
    expect(await mismatches()).toEqual([]);
  });

  test('goes on to the next at once when one cannot take it', async () => {
    const { submit, mismatches, next } = await roomy('big', 'far');
    expect(await submit('w', job(8, 'default', 'big', 'far'))).toEqual([
      'Submitted',
      'Queued',
      'Deferred',
      'Reassigned big',
      'Allocated',
    ]);
    expect(next()).toBeUndefined();
    expect(await mismatches()).toEqual([]);
  });

  test('rests in the dearest when none can, and goes round again after news, a minute later at first', async () => {
    const { submit, done, until, mismatches, next } = await roomy('big', 'far');
    await submit('first', job(8, 'big'));
    await submit('second', job(8, 'far'));
    const round = ['Deferred', 'Reassigned big', 'Deferred', 'Reassigned far', 'Deferred'];
    const home = ['Reassigned default', 'Deferred'];
    expect(await submit('w', job(8, 'default', 'big', 'far'))).toEqual([
      'Submitted',
      'Queued',
      ...round,
      ...home,
    ]);
    expect(next()).toBeUndefined();
    // News that does not help costs a round, and doubles the rest.
    const small = await submit('small', job(1, 'default'), 1_000);
    expect(small).toEqual(['Submitted', 'Queued', 'Allocated']);
    expect(await done('small', 2_000)).toEqual(['Completed']);
    expect(next()).toBe(60_000);
    expect(await until(60_000)).toEqual([...round.slice(1), ...home]);
    expect(next()).toBeUndefined();
    expect(await done('second', 70_000)).toEqual(['Completed']);
    expect(await until(179_999)).toEqual([]);
    expect(await until(180_000)).toEqual([
      'Reassigned big',
      'Deferred',
      'Reassigned far',
      'Allocated',
    ]);
    expect(await mismatches()).toEqual([]);
  });

  test('begins where its project has a queue, and takes the first that opens where it has none', async () => {
    const here = await roomy('big');
    const none = { ...job(8, 'far', 'big'), queueId: undefined };
    expect(await here.submit('w', none)).toEqual(['Submitted', 'Reassigned big', 'Allocated']);
    expect(await here.submit('v', { ...job(8, 'far'), queueId: undefined })).toEqual(['Submitted']);
    expect(await here.mismatches()).toEqual([]);

    const bare = await roomy();
    expect(await bare.submit('w', { ...none })).toEqual(['Submitted']);
    expect(await grant(bare, 'big')).toEqual([
      'ProjectQuotaGranted',
      'QueueOpened',
      'Reassigned big',
      'Allocated',
    ]);
    expect(await bare.mismatches()).toEqual([]);
  });

  test('keeps a place that is held for it, and where it was evicted looks elsewhere', async () => {
    const { tell, submit, mismatches } = await roomy('big');
    await submit('low', job(8, 'big', 'default'));
    const urgent = { ...job(8, 'big', 'default'), priority: 90 };
    expect(await submit('urgent', urgent)).toEqual([
      'Submitted',
      'Queued',
      'Preempted',
      'Nominated',
      'Deferred',
    ]);
    const gone = { type: 'ObserveWorkloadPodsGone', attempt: 1 } as const;
    expect(await tell({ kind: 'workload', id: 'low' }, gone)).toEqual([
      'Evicted',
      'Allocated',
      'Deferred',
      'Reassigned default',
      'Deferred',
      'Reassigned big',
      'Deferred',
    ]);
    expect(await mismatches()).toEqual([]);
  });

  test('is resumed where it was, and forgets its rounds when it is stopped or gone', async () => {
    const { tell, submit, done, mismatches, next } = await roomy('big');
    await submit('first', job(8, 'big'));
    for (const id of ['stopped', 'gone']) await submit(id, job(8, 'default', 'big'));
    const subject = { kind: 'workload', id: 'stopped' } as const;
    await tell(subject, { type: 'StopWorkload', reason: 'weekend' });
    await tell({ kind: 'workload', id: 'gone' }, { type: 'DeleteWorkload', reason: 'wrong' });
    await done('first');
    expect(next()).toBeUndefined();
    const queueId = queueIn('default');
    expect(await tell(subject, { type: 'ResumeWorkload', queueId }, 5_000)).toEqual([
      'Resumed',
      'Queued',
      'Deferred',
      'Reassigned big',
      'Allocated',
    ]);
    expect(await mismatches()).toEqual([]);
  });
});
