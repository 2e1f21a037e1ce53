import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import type { Clock } from '../../../adapters/ports/clock.ts';
import { batchBounds } from '../../../domain/foundation/batch.ts';
import { createBrain, type EmbeddedBrain } from '../../../src/main/library.ts';
import { smallSite, submission } from '../../../src/main/library-asks.ts';
import { notBefore } from '../../../src/main/not-before.ts';
import { startLiveBrain } from '../../../src/main/live-brain.ts';
import { noCluster } from '../../../src/main/no-cluster.ts';
import { realClock } from '../../../adapters/clock/index.ts';
import { rightOf } from '../app/stage.ts';

const site = smallSite({ nodes: 2, gpusPerNode: 8, projects: { vision: 8 } });

const onSite = async (more = {}): Promise<EmbeddedBrain> => {
  const brain = await createBrain({ ledger: ':memory:', ...more });
  for (const ask of site) await brain.ask(ask);
  return brain;
};

const job = (name: string): Ask =>
  submission({ name, workloadId: name, projectId: 'vision', gpus: 1 });

describe('a brain under bad company', () => {
  it('refuses what no ledger takes, and nobody else in its batch', async () => {
    const log = rightOf(await memoryLedger().open()());
    const brain = rightOf(
      await startLiveBrain({ log, cluster: noCluster(), clock: realClock(), holder: 'test' }),
    );
    for (const [k, ask] of site.entries()) {
      rightOf(rightOf(await brain.ask({ ask, commandId: `s${k}`, actor: 'a' })));
    }
    const reason = 'y'.repeat(batchBounds.bodyBytesMax);
    const asks: readonly Ask[] = [
      job('a'),
      { type: 'CordonNode', nodeId: 'node-1', reason },
      job('b'),
    ];
    const told = await Promise.all(
      asks.map((ask, k) => brain.ask({ ask, commandId: `c${k}`, actor: 'a' })),
    );
    expect(told.map((one) => rightOf(one)._tag)).toEqual(['Right', 'Left', 'Right']);
    expect(told[1] && rightOf(told[1])).toMatchObject({ left: { _tag: 'FactTooLarge' } });
    expect(brain.health().closedBy).toBeUndefined();
    expect(brain.views.nodes.rows.get('node-1')?.cordonReason).toBeUndefined();
    await brain.close();
  });

  it('places the widest gang there may be, in one fact', async () => {
    const brain = await createBrain({ ledger: ':memory:', bounds: { cycleMs: 5 } });
    const wide = smallSite({ nodes: 100, gpusPerNode: 1, projects: { vision: 8 } });
    for (const ask of wide) await brain.ask(ask);
    const request = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 10, memoryBytes: 2 ** 20 };
    const subGroups = [{ name: 'main', pods: 10_000, request }];
    const more = { subGroups };
    const gang = submission({ name: 'w', workloadId: 'w', projectId: 'vision', gpus: 0, more });
    const { revision } = await brain.ask(gang);
    expect(await brain.live.shows(revision + 1, 10_000)).toBe(true);
    expect(brain.views.workloads.rows.get('w')?.placements).toHaveLength(10_000);
    await brain.close();
  });

  it('does not take the id of a command about one thing for a command about another', async () => {
    const brain = await onSite();
    await brain.ask(job('a'), { commandId: 'once' });
    await expect(brain.ask(job('b'), { commandId: 'once' })).rejects.toMatchObject({
      refusal: { _tag: 'CommandIdReused', subject: 'workload/a' },
    });
    await brain.close();
  });

  it('closes though its callers never stop asking', async () => {
    const brain = await onSite();
    let isOver = false;
    const callers = Array.from({ length: 20 }, async (_, caller) => {
      for (let k = 0; !isOver; k += 1) {
        const done = await brain.ask(job(`c${caller}-${k}`)).catch(() => undefined);
        if (done === undefined) return;
      }
    });
    await sleep(30);
    await brain.close();
    isOver = true;
    await Promise.all(callers);
    await expect(brain.ask(job('late'))).rejects.toMatchObject({ fault: { _tag: 'EngineClosed' } });
  });

  it('ends those who follow its facts when it is closed, at once', async () => {
    const brain = await onSite();
    const reading = (async () => {
      for await (const fact of brain.facts({ isLive: true })) void fact;
    })();
    await sleep(20);
    const startedMs = performance.now();
    await brain.close();
    await reading;
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('drops a follower that throws, and tells the others', async () => {
    const warnings: string[] = [];
    const warned = ({ message }: Error): number => warnings.push(message);
    process.on('warning', warned);
    const brain = await onSite();
    const heard: number[] = [];
    let thrown = 0;
    brain.live.follow(() => {
      thrown += 1;
      throw new Error('no');
    });
    brain.live.follow((facts) => heard.push(facts.length));
    await brain.ask(job('a'));
    await brain.ask(job('b'));
    await sleep(5);
    expect([thrown, heard.length]).toEqual([1, 2]);
    expect(warnings.join()).toContain('a follower of the ledger threw');
    process.off('warning', warned);
    await brain.close();
  });

  it('closes at once however long its cycle is', async () => {
    const brain = await createBrain({ ledger: ':memory:', bounds: { cycleMs: 60_000 } });
    await sleep(5);
    await brain.close();
    expect(brain.health().closedBy).toBe('closed by its owner');
  });

  it('goes on planning when its clock is set back', async () => {
    let nowMs = 1_767_225_600_000;
    const clock: Clock = { nowMs: () => nowMs, until: () => Promise.resolve() };
    const brain = await onSite({ clock, bounds: { cycleMs: 5 } });
    nowMs -= 3_600_000;
    const { revision } = await brain.ask(job('a'));
    expect(await brain.live.shows(revision + 1, 5_000)).toBe(true);
    expect(brain.views.workloads.rows.get('a')?.phase).toBe('Initializing');
    await brain.close();
  });

  it('tells no instant before the last one, or before the last fact', () => {
    const told = [50, 200, 150];
    const clock = notBefore(
      { nowMs: () => told.shift() ?? 0, until: () => Promise.resolve() },
      100,
    );
    expect([clock.nowMs(), clock.nowMs(), clock.nowMs()]).toEqual([100, 200, 200]);
  });
});
