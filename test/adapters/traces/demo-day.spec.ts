import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoDay } from '../../../adapters/traces/index.ts';
import { isId } from '../../../domain/foundation/ids.ts';

const hourMs = 3_600_000;

describe('demo day', () => {
  it('is 64 nodes of 8 GPUs, four projects in two departments, about 2,500 jobs in 24 hours', () => {
    const { nodes, projects, departments, jobs, startMs } = demoDay(42);
    expect(nodes).toHaveLength(64);
    expect(nodes.every(({ gpuCount }) => gpuCount === 8)).toBe(true);
    expect(new Set(nodes.map(({ gpuModel }) => gpuModel)).size).toBe(2);
    expect(projects).toHaveLength(4);
    expect(departments).toHaveLength(2);
    expect(Math.abs(jobs.length - 2_500)).toBeLessThan(50);
    expect(jobs.every(({ submitAtMs }) => submitAtMs >= startMs)).toBe(true);
    expect(jobs.every(({ submitAtMs }) => submitAtMs < startMs + 24 * hourMs)).toBe(true);
  });

  it('has all four types, shares of cards, gangs of 16 to 64 GPUs, and failures of nodes', () => {
    const { jobs, failures, nodes } = demoDay(42);
    expect(new Set(jobs.map(({ workloadType }) => workloadType)).size).toBe(4);
    const requests = jobs.flatMap(({ subGroups }) => subGroups);
    expect(new Set(requests.map(({ request }) => request.gpuMilli))).toEqual(
      new Set([250, 500, 1000]),
    );
    const gangs = requests.filter(({ pods }) => pods > 1).map(({ pods }) => pods * 8);
    expect(Math.min(...gangs)).toBe(16);
    expect(Math.max(...gangs)).toBe(64);
    const known = new Set(nodes.map(({ id }) => id));
    expect(failures.length).toBeGreaterThan(5);
    expect(failures.every(({ nodeId }) => known.has(nodeId))).toBe(true);
    expect(failures.every((one) => (one.returnAtMs ?? 0) > one.atMs)).toBe(true);
  });

  it('quotas add up to the cluster, and more is asked for at noon than there is', () => {
    const { projects, departments, jobs, startMs } = demoDay(42);
    const sum = (units: typeof departments): number =>
      units.reduce((total, { entitlements }) => total + entitlements.gpuMilli.quota, 0);
    expect(sum(projects)).toBe(512_000);
    expect(sum(departments)).toBe(512_000);
    const noonMs = startMs + 12 * hourMs;
    const wanted = jobs
      .filter(
        ({ submitAtMs, runMs }) => submitAtMs <= noonMs && submitAtMs + (runMs ?? noonMs) > noonMs,
      )
      .flatMap(({ subGroups }) => subGroups)
      .reduce(
        (total, { pods, request }) => total + pods * request.gpuDevices * request.gpuMilli,
        0,
      );
    expect(wanted).toBeGreaterThan(520_000);
  });

  it('∀ seeds: ids are ids and differ, jobs ascend, and the same seed is the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const { jobs } = demoDay(seed);
        expect(jobs.every(({ id }) => isId(id))).toBe(true);
        expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
        const keys = jobs.map(({ submitAtMs, id }) => `${submitAtMs} ${id}`);
        expect(keys).toEqual(keys.toSorted());
        expect(demoDay(seed).jobs).toEqual(jobs);
      }),
      { numRuns: 5 },
    );
  });
});
