import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../../adapters/event-log-memory/index.ts';
import { siteOf } from '../../../../src/main/steady/index.ts';
import { rightOf } from '../../app/stage.ts';
import { mondayMs, virtualSite } from './virtual-site.ts';

const shape = { nodes: 8, gpusPerNode: 8 };

describe('a site', () => {
  it.each([
    [64, 8],
    [1, 1],
    [3, 4],
    [100, 2],
    [4096, 16],
  ])('of %i nodes with %i GPUs promises all of them, and no more', (nodes, gpusPerNode) => {
    const site = siteOf({ nodes, gpusPerNode });
    expect(site.nodes).toHaveLength(nodes);
    expect(new Set(site.nodes.map(({ id }) => id)).size).toBe(nodes);
    const quota = site.teams.reduce((sum, { quotaGpus }) => sum + quotaGpus, 0);
    expect(quota).toBe(nodes * gpusPerNode);
    expect(site.teams.every(({ quotaGpus }) => quotaGpus >= 0)).toBe(true);
  });

  it('is set up once: a second start adds its election and nothing else', async () => {
    const ledger = memoryLedger();
    const first = await virtualSite({
      seed: 1,
      shape,
      load: 0,
      log: rightOf(await ledger.open()()),
    });
    const revision = first.brain.revision();
    rightOf(await first.brain.close());
    const second = await virtualSite({
      seed: 1,
      shape,
      load: 0,
      log: rightOf(await ledger.open()()),
    });
    expect(second.brain.revision()).toBe(revision + 1);
    expect(second.brain.health().epoch).toBe(2);
    rightOf(await second.brain.close());
  });

  it('does not undo what somebody has changed since', async () => {
    const ledger = memoryLedger();
    const first = await virtualSite({
      seed: 1,
      shape,
      load: 0,
      log: rightOf(await ledger.open()()),
    });
    const ask = { type: 'DeleteProject', projectId: 'speech' } as const;
    rightOf(rightOf(await first.brain.ask({ ask, commandId: 'mine', actor: 'me' })));
    rightOf(await first.brain.close());
    const second = await virtualSite({
      seed: 1,
      shape,
      load: 0,
      log: rightOf(await ledger.open()()),
    });
    expect([...second.brain.views.units.projects.keys()]).not.toContain('speech');
    rightOf(await second.brain.close());
  });

  it('that starts again goes on: numbers follow, work that was done counts, lost nodes return', async () => {
    const ledger = memoryLedger();
    const first = await virtualSite({ seed: 3, shape, log: rightOf(await ledger.open()()) });
    await first.pass(1300);
    const submitted = first.facts.filter(({ type }) => type === 'WorkloadSubmitted');
    const busy = first.gpus();
    rightOf(await first.brain.close());

    const startMs = mondayMs + 1_310_000;
    const log = rightOf(await ledger.open()());
    const second = await virtualSite({ seed: 3, shape, startMs, log });
    expect(second.gpus()).toEqual(busy);
    await second.pass(700);
    const later = second.facts.filter(({ type }) => type === 'WorkloadSubmitted');
    const numbers = [...submitted, ...later].map(({ subject }) =>
      Number(subject.id.split('-').at(-1)),
    );
    expect(numbers).toEqual(numbers.map((_, k) => k + 1));
    expect(second.refused).toEqual([]);
    // The longest run takes ten minutes, and what had begun before the restart had less than that to go.
    const rows = [...second.brain.views.workloads.rows.values()];
    const old = rows.filter(
      ({ id, workloadType }) =>
        submitted.some(({ subject }) => subject.id === id) && workloadType === 'workspace',
    );
    expect(old.length).toBeGreaterThan(0);
    expect(old.every(({ phase }) => phase === 'Completed' || phase === 'Deleted')).toBe(true);
    const lost = [...second.brain.views.nodes.rows.values()].filter(
      ({ lostReason, stateSinceMs }) => lostReason !== undefined && stateSinceMs < startMs,
    );
    expect(lost).toEqual([]);
    rightOf(await second.brain.close());
  });

  it('does the same for the same seed, and something else for another', async () => {
    const playedWith = async (seed: number): Promise<string> => {
      const site = await virtualSite({ seed, shape });
      await site.pass(300);
      rightOf(await site.brain.close());
      return JSON.stringify(
        site.facts.map(({ type, subject, atMs, data }) => ({ type, subject, atMs, data })),
      );
    };
    const [one, again, other] = [await playedWith(1), await playedWith(1), await playedWith(2)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
