import { describe, expect, it } from 'vitest';
import { rightOf } from '../../app/stage.ts';
import { virtualSite } from './virtual-site.ts';

const hourSeconds = 3600;
/** The site fills in its first minutes. */
const fillSeconds = 300;

interface Hours {
  /** Share of the GPUs that is held, second by second. */
  readonly held: readonly number[];
  /** Share of the GPUs that is held or waited for. */
  readonly requested: readonly number[];
  readonly counts: ReadonlyMap<string, number>;
  readonly refused: readonly string[];
  /** How long who has started had waited. @unit s */
  readonly waits: readonly number[];
}

const hoursOf = async (seed: number, hours: number): Promise<Hours> => {
  const site = await virtualSite({ seed, shape: { nodes: 64, gpusPerNode: 8 } });
  const held: number[] = [];
  const requested: number[] = [];
  await site.pass(hours * hourSeconds, (second) => {
    if (second < fillSeconds) return;
    const gpus = site.gpus();
    held.push(gpus.held / gpus.total);
    requested.push(gpus.requested / gpus.total);
  });
  const counts = new Map<string, number>();
  for (const { type } of site.facts) counts.set(type, (counts.get(type) ?? 0) + 1);
  const waits = [...site.brain.views.workloads.rows.values()].flatMap(
    ({ startedAtMs, closedPendingMs }) =>
      startedAtMs === undefined ? [] : [closedPendingMs / 1000],
  );
  expect(site.brain.health().closedBy).toBeUndefined();
  rightOf(await site.brain.close());
  return { held, requested, counts, refused: site.refused, waits };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (values: readonly number[], isSo: (value: number) => boolean): number =>
  values.filter(isSo).length / values.length;

describe('six hours of a site', () => {
  for (const seed of [42, 7, Math.floor(Math.random() * 1e9)]) {
    it(`seed ${seed}: GPUs are busy, queues come and go, and something always happens`, async () => {
      const { held, requested, counts, refused, waits } = await hoursOf(seed, 6);
      const perHour = (type: string): number => (counts.get(type) ?? 0) / 6;
      expect(refused).toEqual([]);
      expect(mean(held)).toBeGreaterThan(0.85);
      expect(mean(held)).toBeLessThan(0.98);
      expect(share(held, (value) => value < 0.7)).toBeLessThan(0.02);
      // More is asked for than there is in a good part of the time, and never twice as much.
      expect(share(requested, (value) => value > 1)).toBeGreaterThan(0.2);
      expect(Math.max(...requested)).toBeLessThan(1.6);
      // No queue that grows: the last hour asks for no more than the hours before.
      expect(mean(requested.slice(-hourSeconds))).toBeLessThan(mean(requested) + 0.1);
      expect(perHour('WorkloadPreempted')).toBeGreaterThan(10);
      // Those that only move to another place are among them.
      expect(perHour('WorkloadPreempted')).toBeLessThan(perHour('WorkloadStarted') / 3);
      expect(perHour('NodeLost')).toBeGreaterThan(1);
      expect(counts.get('NodeLost')).toBeLessThanOrEqual((counts.get('NodeReturned') ?? 0) + 2);
      expect(perHour('WorkloadFailed')).toBeGreaterThan(5);
      expect(perHour('WorkloadRetryScheduled')).toBeGreaterThan(1);
      expect(perHour('WorkloadDeleted')).toBeGreaterThan(200);
      expect(share(waits, (seconds) => seconds > 1)).toBeGreaterThan(0.03);
      expect(share(waits, (seconds) => seconds > 300)).toBeLessThan(0.05);
    });
  }
});
