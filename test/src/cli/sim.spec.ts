import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const at = (name: string): string => join(scratch.folder, name);

beforeAll(() => {
  writeFileSync(
    at('jobs.csv'),
    'timestamp,duration,num_gpus,gpu_time,cluster\n' +
      '2017-10-09 07:01:55,66.0,1,66.0,abc\n' +
      '2017-10-09 07:02:00,600.0,12,7200.0,abc\n' +
      '2017-10-09 07:02:10,60.0,8,480.0,xyz\n',
  );
  writeFileSync(at('queues.csv'), 'vc,node num\nabc,2\n');
});

const play = (ledger: string, ...more: readonly string[]) => {
  const files = ['--jobs', at('jobs.csv'), '--queues', at('queues.csv'), '--ledger', at(ledger)];
  return berth('sim', 'run', '--trace', 'philly', '--nodes', '2x8', ...files, ...more);
};

describe('berth sim run', () => {
  it('plays a trace into a ledger and ends with a report and what to try next', async () => {
    const { exitCode, stdout, stderr } = await play('text.db');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^philly: 3 workloads in /);
    expect(stdout).toContain(`Try next:\n  npx berth ledger verify ${at('text.db')}\n`);
    expect((await berth('ledger', 'verify', at('text.db'))).exitCode).toBe(0);
    expect((await berth('replay', at('text.db'), '--verify')).exitCode).toBe(0);
  });

  it('-o json reports waits, GPUs over time, what is pending and why, evictions and speed', async () => {
    const report = JSON.parse((await play('json.db', '-o', 'json')).stdout);
    expect(report).toMatchObject({
      ledger: at('json.db'),
      refused: 0,
      workloads: { total: 3 },
      pendingByReason: expect.any(Object),
      preemptionsByAction: expect.any(Object),
      eventsPerSecond: expect.any(Number),
    });
    expect(report.head).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(report.waits)).toEqual(expect.arrayContaining(['p50Ms', 'p95Ms', 'p99Ms']));
    expect(report.gpus.series.length).toBeGreaterThan(0);
    const stats = JSON.parse((await berth('ledger', 'stats', at('json.db'), '-o', 'json')).stdout);
    expect(stats).toMatchObject({ revisions: report.revisions, head: report.head });
  });

  it('makes the folder of the ledger where it is missing', async () => {
    expect((await play('some/where/new.db')).exitCode).toBe(0);
  });
});
