import { describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { queueIdOf } from '../../../domain/queue/index.ts';
import type { SubmitWorkload, Workload, WorkloadCommand } from '../../../domain/workload/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { runAllocation, runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, rightOf, smallScenario } from './stage.ts';

const queueId = queueIdOf({ ownerKind: 'project', ownerId: 'red', nodePoolId: 'default' });
const scalable: SubmitWorkload = {
  type: 'SubmitWorkload',
  name: 'chat',
  projectId: 'red',
  nodePoolId: 'default',
  workloadType: 'inference',
  priority: 125,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 2,
      request: { gpuDevices: 4, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 1 },
    },
  ],
  replicas: { min: 0, max: 8 },
  queueId,
  isProjectKnown: true,
  isNodePoolKnown: true,
  isNameTaken: false,
};

const verify = { verify: true, mismatchesMax: 10, onProgress: () => undefined };

/** A brain with four nodes of four GPUs, on which one service is told one thing after another. */
const begun = async () => {
  const facts: BerthRecorded[] = [];
  const log = rightOf(await memoryLedger().open()());
  const brain = createBrain(defaultPolicy, [{ apply: (fact) => facts.push(fact) }]);
  brain.epoch = 1;
  const writer = createWriter(log, 0, 1);
  rightOf(await runTurn(brain, writer, beginning(smallScenario(1, 0))));
  const tell = async (command: WorkloadCommand): Promise<readonly string[]> => {
    const before = facts.length;
    const atMs = facts.length;
    const subject = { kind: 'workload', id: 'chat' } as const;
    const commandId = `c-${facts.length}`;
    const request = { commandId, subject, command, atMs, origin: 'command' } as const;
    const [answer] = rightOf(await runTurn(brain, writer, [request]));
    if (answer !== undefined && isLeft(answer)) throw new Error(JSON.stringify(answer.left));
    rightOf(await runAllocation(brain, writer, atMs));
    return facts.slice(before).map(({ type }) => type);
  };
  return {
    tell,
    state: () => brain.states.byKind.workload.get('chat')?.state as Workload,
    /** How many GPUs the kernel counts as given away. */
    gpus: () => (brain.capacity.pools.get('default')?.allocated.gpuMilli ?? 0) / 1000,
    mismatches: async () =>
      rightOf(await replay(createBrain(defaultPolicy), log, verify)).mismatches,
  };
};

const scale = (replicas: number): WorkloadCommand => ({ type: 'ScaleWorkload', replicas, queueId });
const gone = (attempt: number): WorkloadCommand => ({ type: 'ObserveWorkloadPodsGone', attempt });

describe('a service that is scaled', () => {
  test('gets more pods beside those that it has, and gives back those that it does not ask for any more', async () => {
    const { tell, gpus, state, mismatches } = await begun();
    expect(await tell(scalable)).toEqual([
      'WorkloadSubmitted',
      'WorkloadQueued',
      'WorkloadAllocated',
    ]);
    expect(gpus()).toBe(8);
    expect(await tell(scale(3))).toEqual(['WorkloadScaled', 'WorkloadGrown']);
    expect(gpus()).toBe(12);
    expect(await tell(scale(1))).toEqual(['WorkloadScaled', 'WorkloadShrunk']);
    expect(gpus()).toBe(4);
    const pods = [1, 2].map((pod) => ({ subGroup: 'main', pod }));
    expect(await tell({ type: 'ObserveWorkloadPodsReleased', attempt: 1, pods })).toEqual([
      'WorkloadPodsReleased',
    ]);
    expect(await tell(scale(4))).toEqual(['WorkloadScaled', 'WorkloadGrown']);
    expect(gpus()).toBe(16);
    expect(state()).toMatchObject({ phase: 'Initializing', attempt: 1 });
    expect(await mismatches()).toEqual([]);
  });

  test('gets its pods back in other places when a node takes some of them away', async () => {
    const { tell, gpus, state, mismatches } = await begun();
    await tell(scalable);
    const lost = { attempt: 1, nodeId: 'node-a', reason: 'lost' };
    expect(await tell({ type: 'ObserveWorkloadInterrupted', ...lost })).toEqual([
      'WorkloadPodsLost',
      'WorkloadGrown',
    ]);
    expect(gpus()).toBe(8);
    expect(state()).toMatchObject({ phase: 'Initializing', attempt: 1 });
    expect(await mismatches()).toEqual([]);
  });

  test('starts with what there is room for, and has the rest as soon as there is room', async () => {
    const { tell, gpus, mismatches } = await begun();
    await tell({
      ...scalable,
      subGroups: scalable.subGroups.map((group) => ({ ...group, pods: 8 })),
    });
    expect(gpus()).toBe(16);
    expect(await tell(scale(7))).toEqual(['WorkloadScaled']);
    expect(await tell(scale(3))).toEqual(['WorkloadScaled', 'WorkloadShrunk']);
    expect(gpus()).toBe(12);
    expect(await mismatches()).toEqual([]);
  });

  test('is told anew why it waits when it asks for another number, and starts when its fewest fit', async () => {
    const { tell, gpus, mismatches } = await begun();
    const subGroups = scalable.subGroups.map((group) => ({ ...group, pods: 8 }));
    await tell({ ...scalable, subGroups, replicas: { min: 5, max: 8 } });
    expect(gpus()).toBe(0);
    expect(await tell(scale(7))).toEqual(['WorkloadScaled', 'WorkloadDeferred']);
    expect(gpus()).toBe(0);
    expect(await mismatches()).toEqual([]);
  });

  test('gives everything back when it is scaled to nothing, and comes back with the next number', async () => {
    const { tell, gpus, state, mismatches } = await begun();
    await tell(scalable);
    expect(await tell(scale(0))).toEqual(['WorkloadScaled', 'WorkloadStopRequested']);
    expect(await tell(gone(1))).toEqual(['WorkloadStopped']);
    expect(gpus()).toBe(0);
    expect(await tell(scale(1))).toEqual([
      'WorkloadScaled',
      'WorkloadResumed',
      'WorkloadQueued',
      'WorkloadAllocated',
    ]);
    expect(gpus()).toBe(4);
    expect(state()).toMatchObject({ phase: 'Initializing', attempt: 2 });
    expect(await mismatches()).toEqual([]);
  });

  test('that fails is tried again with the number that was asked for meanwhile', async () => {
    const { tell, gpus, mismatches } = await begun();
    await tell({ ...scalable, backoffLimit: 1 });
    await tell(scale(1));
    await tell({ type: 'ObserveWorkloadFailed', attempt: 1, reason: 'Error' });
    expect(gpus()).toBe(0);
    await tell({ type: 'RetryWorkload', attempt: 2 });
    expect(gpus()).toBe(4);
    expect(await mismatches()).toEqual([]);
  });
});
