import { describe, expect, it } from 'vitest';
import { siteOf } from '../../../../src/main/steady/index.ts';
import { steadyJob, steadyNumberOf } from '../../../../src/main/steady/job.ts';
import { type KnownRow, runTimesOf } from '../../../../src/main/steady/run-times.ts';

const site = siteOf({ nodes: 64, gpusPerNode: 8 });
const jobs = Array.from({ length: 2000 }, (_, number) => steadyJob(42, number, site));

const timesFor = (row: Partial<KnownRow> | undefined) =>
  runTimesOf(42, site, () =>
    row === undefined ? undefined : { workloadType: 'training', annotations: undefined, ...row },
  );

describe('work of the site', () => {
  it('follows from seed and number alone', () => {
    expect(steadyJob(42, 7, site)).toEqual(steadyJob(42, 7, site));
    expect(steadyJob(43, 7, site)).not.toEqual(steadyJob(42, 7, site));
    expect(jobs.map(({ id }) => steadyNumberOf(id))).toEqual(jobs.map((_, k) => k));
  });

  it('runs for 20 s to 10 min, but for services, which their owners take back', () => {
    for (const { spec, runMs, deleteAfterMs } of jobs) {
      if (spec.workloadType === 'inference')
        expect([runMs, deleteAfterMs]).toEqual([undefined, expect.any(Number)]);
      else expect((runMs ?? 0) >= 20_000 && (runMs ?? 0) <= 600_000).toBe(true);
    }
  });

  it('is of every kind and of every team', () => {
    const kinds = new Set(jobs.map(({ spec }) => spec.workloadType));
    const projects = new Set(jobs.map(({ spec }) => spec.projectId));
    expect(kinds).toEqual(new Set(['workspace', 'training', 'distributed', 'inference']));
    expect(projects).toEqual(new Set(['language', 'vision', 'search', 'speech']));
    expect(jobs.some(({ exitCode }) => exitCode !== 0)).toBe(true);
    expect(jobs.some(({ spec }) => spec.priority === 75)).toBe(true);
  });

  it.each([
    [1, 1],
    [4, 8],
    [16, 2],
  ])('fits a site of %i nodes with %i GPUs', (nodes, gpusPerNode) => {
    const small = siteOf({ nodes, gpusPerNode });
    for (let number = 0; number < 500; number += 1) {
      for (const { pods, request } of steadyJob(1, number, small).spec.subGroups) {
        expect(pods).toBeLessThanOrEqual(nodes);
        expect(request.gpuDevices).toBeLessThanOrEqual(gpusPerNode);
      }
    }
  });
});

describe('run times', () => {
  it('of the site follow from the id, so that a restart finds them again', () => {
    const times = timesFor(undefined);
    for (const { id, runMs, exitCode } of jobs.slice(0, 100)) {
      expect([times.runMsOf(id), times.exitCodeOf(id)]).toEqual([runMs, exitCode]);
    }
  });

  it('of somebody else are one to five minutes for training, and endless for people and services', () => {
    for (let k = 0; k < 100; k += 1) {
      const runMs = timesFor({ workloadType: 'distributed' }).runMsOf(`mine-${k}`) ?? 0;
      expect(runMs >= 60_000 && runMs <= 300_000).toBe(true);
    }
    expect(timesFor({ workloadType: 'workspace' }).runMsOf('mine')).toBeUndefined();
    expect(timesFor({ workloadType: 'inference' }).runMsOf('mine')).toBeUndefined();
    expect(timesFor({}).exitCodeOf('mine')).toBe(0);
  });

  it('are what annotations say, if they say whole numbers', () => {
    const said = (annotations: Readonly<Record<string, string>>, workloadType = 'workspace') =>
      timesFor({ workloadType, annotations });
    expect(said({ 'berth.dev/sim-run-seconds': '5' }).runMsOf('mine')).toBe(5000);
    expect(said({ 'berth.dev/sim-exit-code': '3' }).exitCodeOf('mine')).toBe(3);
    for (const bad of ['', '-1', '1.5', '1e9', '9999999999', 'soon']) {
      expect(said({ 'berth.dev/sim-run-seconds': bad }).runMsOf('mine')).toBeUndefined();
      expect(said({ 'berth.dev/sim-exit-code': bad }).exitCodeOf('mine')).toBe(0);
    }
  });
});
