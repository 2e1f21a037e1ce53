import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { virtualClock } from '../../../adapters/clock/index.ts';
import { type MemoryLedger, memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import type { Asking } from '../../../adapters/ports/live-brain.ts';
import { smallSite, submission } from '../../../src/main/library-asks.ts';
import { type RunningBrain, startLiveBrain } from '../../../src/main/live-brain.ts';
import { noCluster } from '../../../src/main/no-cluster.ts';
import { rightOf } from '../app/stage.ts';

const site = smallSite({ nodes: 2, gpusPerNode: 8, projects: { vision: 8, speech: 8 } });
const running: RunningBrain[] = [];
let sent = 0;

const start = async (ledger: MemoryLedger = memoryLedger()): Promise<RunningBrain> => {
  const brain = rightOf(
    await startLiveBrain({
      log: rightOf(await ledger.open()()),
      cluster: noCluster(),
      clock: virtualClock(1_767_225_600_000),
      holder: 'test',
      // Nobody looks at the clock by itself: a test says when.
      bounds: { cycleMs: 5 },
    }),
  );
  running.push(brain);
  return brain;
};

afterEach(async () => {
  for (const brain of running.splice(0)) await brain.close();
});

const asking = (ask: Ask, more: Partial<Asking> = {}): Asking => ({
  ask,
  commandId: `c${(sent += 1)}`,
  actor: 'alice',
  ...more,
});

const onSite = async (ledger?: MemoryLedger): Promise<RunningBrain> => {
  const brain = await start(ledger);
  for (const ask of site) rightOf(rightOf(await brain.ask(asking(ask))));
  return brain;
};

const job = (name: string, more = {}) =>
  submission({ name, workloadId: name, projectId: 'vision', gpus: 1, more });

describe('live brain', () => {
  it('answers an ask when its facts are durable and every view shows them', async () => {
    const brain = await onSite();
    const done = rightOf(rightOf(await brain.ask(asking(job('a')))));
    expect(done.facts.map(({ type }) => type)).toEqual(['WorkloadSubmitted', 'WorkloadQueued']);
    expect(brain.views.workloads.rows.get('a')).toMatchObject({
      phase: 'Pending',
      submittedBy: 'alice',
    });
    const stored = rightOf(await brain.ledger.read(done.revision - 1, 1)());
    expect(stored).toHaveLength(1);
  });

  it('answers a command that is sent again with the facts of the first time', async () => {
    const brain = await onSite();
    const first = rightOf(rightOf(await brain.ask(asking(job('a'), { commandId: 'once' }))));
    const again = rightOf(rightOf(await brain.ask(asking(job('a'), { commandId: 'once' }))));
    expect(again.facts.map(({ revision }) => revision)).toEqual(
      first.facts.map(({ revision }) => revision),
    );
  });

  it('gives a name once to asks that come at the same moment', async () => {
    const brain = await onSite();
    const both = await Promise.all(
      ['x', 'y'].map((id) =>
        brain.ask(
          asking(submission({ name: 'same', workloadId: id, projectId: 'vision', gpus: 1 })),
        ),
      ),
    );
    const tags = both.map((told) => rightOf(told)._tag).toSorted();
    expect(tags).toEqual(['Left', 'Right']);
  });

  it('gives the name of a deleted workload to the next one', async () => {
    const brain = await onSite();
    const remove: Ask = { type: 'DeleteWorkload', workloadId: 'a', reason: 'done' };
    rightOf(rightOf(await brain.ask(asking(job('a')))));
    rightOf(rightOf(await brain.ask(asking(remove))));
    // It may have got its place in between: then its pods have to go first.
    while (brain.views.workloads.rows.get('a')?.phase !== 'Deleted') await sleep(5);
    const next = submission({ name: 'a', workloadId: 'b', projectId: 'vision', gpus: 1 });
    expect(rightOf(await brain.ask(asking(next)))._tag).toBe('Right');
  });

  it('refuses an ask on the ground of what is no longer so', async () => {
    const brain = await onSite();
    const done = rightOf(rightOf(await brain.ask(asking(job('a')))));
    const stop: Ask = { type: 'StopWorkload', workloadId: 'a', reason: 'later' };
    const stale = { expectedRevision: done.revision - 1 };
    expect(rightOf(await brain.ask(asking(stop, stale)))).toMatchObject({
      left: { _tag: 'RevisionMismatch', expected: done.revision - 1 },
    });
    // Meanwhile the workload may move on by itself: whoever looks again is heard.
    let answer = 'Left';
    for (let looks = 0; looks < 20 && answer === 'Left'; looks += 1) {
      const actual = brain.views.workloads.rows.get('a')?.revision ?? 0;
      answer = rightOf(await brain.ask(asking(stop, { expectedRevision: actual })))._tag;
    }
    expect(answer).toBe('Right');
  });

  it('lets only one of two asks on the same ground happen', async () => {
    const brain = await onSite();
    const ground = brain.views.units.nodePools.get('default')?.revision ?? 0;
    const asks = (['spread', 'binpack'] as const).map((gpuPlacement): Ask => ({
      type: 'ChooseNodePoolPlacement',
      nodePoolId: 'default',
      gpuPlacement,
      cpuPlacement: 'spread',
    }));
    const told = await Promise.all(
      asks.map((ask) => brain.ask(asking(ask, { expectedRevision: ground }))),
    );
    expect(told.map((one) => rightOf(one)._tag)).toEqual(['Right', 'Left']);
  });

  it('rehearses an ask without writing anything', async () => {
    const brain = await onSite();
    const before = brain.revision();
    const told = rightOf(rightOf(await brain.ask(asking(job('a'), { isDryRun: true }))));
    expect(told.facts.map(({ type }) => type)).toEqual(['WorkloadSubmitted', 'WorkloadQueued']);
    expect(brain.revision()).toBe(before);
    expect(brain.isIdUsed({ kind: 'workload', id: 'a' })).toBe(false);
  });

  it('does not delete a project that a workload of the same moment comes into', async () => {
    const brain = await onSite();
    const told = await Promise.all([
      brain.ask(asking(job('a'))),
      brain.ask(asking({ type: 'DeleteProject', projectId: 'vision' })),
    ]);
    expect(told.map((one) => rightOf(one)._tag)).toEqual(['Right', 'Left']);
  });

  it('tells followers each durable fact once, in log order', async () => {
    const brain = await onSite();
    const heard: number[] = [];
    const from = brain.revision();
    const end = brain.follow((facts) => heard.push(...facts.map(({ revision }) => revision)));
    await Promise.all(['a', 'b', 'c'].map((name) => brain.ask(asking(job(name)))));
    expect(await brain.shows(from + 6, 1_000)).toBe(true);
    end();
    expect(heard.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6].map((place) => from + place));
  });

  it('says after the time that a revision is not shown yet', async () => {
    const brain = await onSite();
    expect(await brain.shows(brain.revision() + 1_000, 20)).toBe(false);
  });

  it('goes on from the ledger with the next epoch, and shows what it showed', async () => {
    const ledger = memoryLedger();
    const first = await onSite(ledger);
    for (const name of ['a', 'b']) rightOf(rightOf(await first.ask(asking(job(name)))));
    // Nothing is left to plan for the second one, which may come to it before we look.
    await first.beat();
    await first.close();
    const shown = structuredClone({ ...first.views, audit: first.views.audit.entries.length });
    const second = await start(ledger);
    expect(second.health().epoch).toBe(2);
    const { audit, ...views } = second.views;
    expect({ ...views, audit: audit.entries.length }).toEqual(shown);
    const taken = submission({ name: 'a', workloadId: 'z', projectId: 'vision', gpus: 1 });
    expect(rightOf(await second.ask(asking(taken)))._tag).toBe('Left');
  });

  it('shows the same from a checkpoint as from the first fact', async () => {
    const ledger = memoryLedger();
    const first = await onSite(ledger);
    for (const name of ['a', 'b']) rightOf(rightOf(await first.ask(asking(job(name)))));
    await first.beat();
    const shown = structuredClone(first.views);
    ledger.crash();
    const second = await start(ledger);
    expect(second.views.workloads).toEqual(shown.workloads);
    expect(second.views.queues).toEqual(shown.queues);
    expect(second.views.units).toEqual(shown.units);
  });

  it('says why it is closed when somebody else writes the ledger', async () => {
    const ledger = memoryLedger();
    const first = await onSite(ledger);
    ledger.crash();
    const told = await first.ask(asking(job('a')));
    expect(told._tag).toBe('Left');
    expect(await first.closed).toContain('LogClosed');
  });
});
