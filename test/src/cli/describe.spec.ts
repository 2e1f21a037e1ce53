import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Noun } from '../../../src/cli/nouns.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const describeOne = (noun: Noun, id: string, ...more: readonly string[]) =>
  berth(noun, 'describe', id, '--ledger', ledger, ...more);

describe('berth describe', () => {
  it('a preempted workload tells who took its devices, by which rule and with which numbers', async () => {
    const { stdout } = await describeOne('workload', 'speech-2');
    expect(stdout).toContain('Taken off its devices by reclaim for workload vision-1');
    expect(stdout).toMatch(/evictions: +1 by decision, 0 by failure/);
    expect(stdout).toMatch(/waits because: +\S.*GPUs/);
  });

  it('a node tells each device and who holds it', async () => {
    const node = JSON.parse((await describeOne('node', 'n-1', '-o', 'json')).stdout);
    expect(node).toMatchObject({ state: 'Ready', gpuMilliAllocated: 8000, gpuMilliFree: 0 });
    expect(node.deviceGpuMilli).toEqual(Array.from({ length: 8 }, () => 1000));
    const { stdout } = await describeOne('node', 'n-1');
    expect(stdout).toContain(`${node.workloadIds[0]} (`);
  });

  it('a project tells its quota in each node pool and what it holds', async () => {
    const record = JSON.parse((await describeOne('project', 'speech', '-o', 'json')).stdout);
    expect(record).toMatchObject({
      allocatedGpuMilli: 8000,
      requestedGpuMilli: 16_000,
      running: 1,
      pending: 1,
      queueIds: ['speech@default'],
      grants: { default: { gpuMilli: { quota: 8000, limit: -1, weight: 1 } } },
    });
    const { stdout } = await describeOne('project', 'speech');
    expect(stdout).toMatch(/granted in node pool default:\n {2}GPUs: +quota 8, limit ∞/);
  });

  it('a department counts its projects and all that they hold', async () => {
    const record = JSON.parse((await describeOne('department', 'research', '-o', 'json')).stdout);
    expect(record).toMatchObject({ projectIds: ['speech', 'vision'], allocatedGpuMilli: 16_000 });
  });

  it('a node pool counts its nodes and their cards', async () => {
    const record = JSON.parse((await describeOne('nodepool', 'default', '-o', 'json')).stdout);
    expect(record).toMatchObject({ nodes: 2, nodesReady: 2, gpuMilliCapacity: 16_000 });
    expect(record.nodeIds).toEqual(['n-1', 'n-2']);
  });
});
