import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';
import { site } from './site.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

/** Red has all eight cards for eight hours, blue has them for the next four. */
const day = {
  name: 'day',
  policy: 'fair.yaml',
  nodes: [{ id: 'n', gpus: 8, cpu: 64, memory: '64Gi' }],
  departments: [{ id: 'lab', gpuQuota: 8 }],
  projects: [
    { id: 'red', department: 'lab', gpuQuota: 0 },
    { id: 'blue', department: 'lab', gpuQuota: 0 },
    { id: 'idle', department: 'lab', gpuQuota: 0 },
  ],
  workloads: [
    { id: 'r', project: 'red', type: 'training', gpu: 8, run: '8h' },
    { id: 'b', project: 'blue', type: 'training', gpu: 8, submit: '8h10m', run: '4h' },
  ],
};

describe('use over time', () => {
  it('stands in the list of queues and in what is told of one, of a ledger', async () => {
    writeFileSync(
      join(scratch.folder, 'fair.yaml'),
      'usage: {factorMilli: 1000, halfLifeMs: 28800000}\n',
    );
    const scenario = join(scratch.folder, 'day.json');
    writeFileSync(scenario, JSON.stringify(day));
    const ledger = join(scratch.folder, 'day.db');
    await berth('sim', 'run', '--scenario', scenario, '--ledger', ledger);
    const listed = JSON.parse(
      (await berth('queue', 'list', '--ledger', ledger, '-o', 'json')).stdout,
    );
    const usageOf = (id: string): number =>
      listed.find((row: { id: string }) => row.id === id).usage.gpuMilli;
    // With a half-life of eight hours, what blue had last counts more than its third of the time.
    expect(usageOf('red@default') + usageOf('blue@default')).toBeGreaterThan(950);
    expect(usageOf('blue@default')).toBeGreaterThan(400);
    expect(usageOf('blue@default')).toBeLessThan(600);
    expect(usageOf('idle@default')).toBe(0);
    const together = usageOf('red@default') + usageOf('blue@default');
    expect(Math.abs(usageOf('department:lab@default') - together)).toBeLessThanOrEqual(1);
    const shown = (await berth('queue', 'describe', 'idle@default', '--ledger', ledger)).stdout;
    expect(shown).toMatch(/used over time:? +0\.0% of the GPUs/);
    expect((await berth('queue', 'list', '--ledger', ledger)).stdout).toMatch(/ used /i);
    expect((await berth('replay', ledger, '--verify')).stdout).toMatch(/^differences +0$/m);
  });

  it('is told by a server as well', async () => {
    const here = await site();
    const { stdout } = await here.berth('queue', 'list', '-o', 'json');
    for (const { usage } of JSON.parse(stdout)) {
      expect(usage).toEqual({ gpuMilli: 0, cpuMilli: 0, memoryMib: 0 });
    }
  });
});
