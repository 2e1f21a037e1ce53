import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastBeside } from '../../../src/main/forecast/forecast-thread.ts';
import { forecastInLedger } from '../../../src/main/forecast/forecast-ledger.ts';
import { submission } from '../../../src/main/library-asks.ts';
import { rightOf } from '../app/stage.ts';
import { apply, of } from './documents.ts';
import { berth } from './on-terminal.ts';
import { site, siteWith } from './site.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'day.db');
beforeAll(async () => {
  const day = ['--scenario', 'examples/two-teams.json', '--ledger', ledger];
  expect((await berth('sim', 'run', ...day)).exitCode).toBe(0);
});
afterAll(scratch.remove);

const words = (line: string): readonly string[] => line.split(' ');

/** What a submission would lead to on the ledger of the day. */
const tried = (line: string, ...more: readonly string[]) =>
  berth(...words(line), '-i', 'x', '--dry-run=server', '--ledger', ledger, ...more);

const headOf = async () => (await berth('ledger', 'stats', ledger, '-o', 'json')).stdout;

describe('--dry-run=server --ledger', () => {
  it('says where it would run, and writes nothing', async () => {
    const before = await headOf();
    const { stdout, exitCode } = await tried('training submit a -p vision -g 2');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('It would be placed by the next plan: 1 pod on gpu-01.');
    expect(stdout).toContain('Pod 0 of main on gpu-01: GPU 0, 1.');
    expect(await headOf()).toBe(before);
  });

  it('names whom it would evict, what that costs, and how both queues stand, as it was at a moment', async () => {
    const at = ['--at', '2026-01-05T08:20:00Z'];
    const { stdout } = await tried('workspace submit a -p speech -g 8', ...at);
    expect(stdout).toContain(
      'The next plan would hold a place for it until 1 workload that it evicts has left: 1 pod on gpu-02.',
    );
    expect(stdout).toMatch(
      /Workload vision-night-2 of project vision, priority 40, would be reclaimed for a queue that is owed more: 1 pod with 8 GPUs, held for 15m \(2\.0 GPU hours\)\./,
    );
    expect(stdout).toContain('The other side: Queue speech@default held 0 GPUs: quota 8 GPUs');
    const json = await tried('workspace submit a -p speech -g 8', ...at, '-o', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        outcome: 'submitted (server dry run)',
        forecast: {
          outcome: 'held',
          placements: [{ nodeId: 'gpu-02' }],
          evictions: [
            {
              workloadId: 'vision-night-2',
              action: 'reclaim',
              isWhole: true,
              gpuMilli: 8000,
              victimQueue: { queueId: 'vision@default' },
            },
          ],
        },
      },
    ]);
  });

  it('says what would stand against it, and what has to happen', async () => {
    const { stdout, exitCode } = await tried('training submit a -p vision -g 20');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('A pod of sub-group main asks for more than any');
    expect(stdout).toContain('What has to happen: A larger node has to join');
  });

  it('refuses as the command itself does, with the same words and the same exit code', async () => {
    const { stderr, exitCode } = await tried('training submit vision-night-1 -p vision -g 1');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('The name is taken');
    expect(stderr).toContain('at: NAME\n  remedy: choose another name');
  });

  it.each([
    [['--ledger', ledger], '--ledger', 'add --dry-run=server'],
    [['--dry-run=server', '--at', '3'], '--at', 'name a ledger file with --ledger'],
  ])('%j is refused at %s', async (more, where, remedy) => {
    const submit = words('training submit a -p vision -i x');
    const { exitCode, stderr } = await berth(...submit, ...more);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`at: ${where}\n  remedy: ${remedy}`);
  });

  it('tries a copy', async () => {
    const clone = words('training clone vision-night-1 again --dry-run=server');
    const copy = await berth(...clone, '--ledger', ledger);
    expect(copy.stderr).toBe('');
    expect(copy.stdout).toContain('It would be placed by the next plan: 1 pod on gpu-0');
  });

  it('is made in a thread of its own beside a writer, with the same answer', async () => {
    const asks = [submission({ name: 'a', workloadId: 'a', projectId: 'vision', gpus: 4 })];
    const question = { asks, actor: 'somebody', atMs: Date.UTC(2026, 0, 6) };
    const beside = rightOf(await forecastBeside(ledger)(question));
    expect(beside).toEqual(rightOf(await forecastInLedger(ledger, question)));
    expect(beside.foretold).toMatchObject([{ outcome: 'placed' }]);
  });
});

describe('--dry-run=server of a server', () => {
  it('tells of all workloads of a file together: what one would get, the next would not', async () => {
    const here = await site();
    const wish = ['a', 'b', 'c'].map((name) => of('Training', name, '{ project: vision, gpu: 8 }'));
    const { stdout, exitCode } = await apply(here, wish.join(''), '--dry-run=server');
    expect(exitCode).toBe(0);
    expect(stdout.match(/It would be placed by the next plan: 1 pod on node-[12]/g)).toHaveLength(
      2,
    );
    expect(stdout).toMatch(
      /workload\/c-\S+: It would wait\.\n.*8 GPUs are asked for, 0 GPUs are free in the pool/,
    );
    expect((await here.berth('workload', 'list', '-o', 'name')).stdout).toBe('');
  });

  it('foretells a workload whose project is in the same file, which alone cannot be judged', async () => {
    const here = await site();
    const text =
      of('Project', 'astro', '{ department: department, nodePools: [{ name: default, gpu: 4 }] }') +
      of('Training', 'bert', '{ project: astro, gpu: 2 }');
    const { stdout } = await apply(here, text, '--dry-run=server');
    expect(stdout).toContain('not judged, for it needs project/astro');
    expect(stdout).toMatch(/workload\/bert-\S+: It would be placed by the next plan/);
  });

  it('counts what waits already, and writes nothing', async () => {
    const here = await siteWith([
      ['first', 8],
      ['second', 8],
    ]);
    const before = await here.berth('audit', 'list', '-o', 'json');
    const { stdout } = await here.berth(
      ...words('training submit mine -p speech -i x -g 8 --dry-run=server'),
    );
    expect(stdout).toContain('mine');
    expect(stdout).toMatch(/It would (be placed|wait)/);
    expect((await here.berth('audit', 'list', '-o', 'json')).stdout).toBe(before.stdout);
  });
});
