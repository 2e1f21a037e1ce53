import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { runScenario } from '../../../src/main/run-scenario.ts';
import { anyScenario } from '../../adapters/traces/scenario-file-any.ts';
import { berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const at = (name: string): string => join(scratch.folder, name);

const play = (scenario: string, ...more: readonly string[]) =>
  berth('sim', 'run', '--scenario', scenario, '--ledger', at('own.db'), '--overwrite', ...more);

describe('berth sim run --scenario', () => {
  it('plays the example: it verifies, and replays without a difference', async () => {
    const { exitCode, stdout, stderr } = await play('examples/two-teams.json', '-o', 'json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ refused: 0, workloads: { total: 7 } });
    expect((await berth('ledger', 'verify', at('own.db'))).exitCode).toBe(0);
    const replay = await berth('replay', at('own.db'), '--verify', '-o', 'json');
    expect(JSON.parse(replay.stdout)).toMatchObject({ differences: 0 });
  });

  it('plays the example of two pools, tells who waited on in the next, and replays it', async () => {
    const { exitCode, stderr } = await play('examples/two-pools.json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const moved = await berth('workload', 'describe', 'vision-2', '--ledger', at('own.db'));
    expect(moved.stdout).toContain('Waits on in node pool a100, queue vision@a100.');
    const replay = await berth('replay', at('own.db'), '--verify', '-o', 'json');
    expect(JSON.parse(replay.stdout)).toMatchObject({ differences: 0 });
  });

  it('the same seed plays it to the same head, another to another', async () => {
    const headOf = async (seed: string) =>
      JSON.parse((await play('examples/two-teams.json', '--seed', seed, '-o', 'json')).stdout).head;
    expect(await headOf('7')).toBe(await headOf('7'));
    expect(await headOf('7')).not.toBe(await headOf('8'));
  });

  it.each([
    ['sim run --ledger x.db', "say what to play: '--scenario <file>' or '--trace <name>'"],
    ['sim run --scenario a.json', "required option '--ledger <file>' not specified"],
    ['sim run --trace openb --jobs a', "required option '--nodes <file|shape>' not specified"],
    ...[
      '--trace openb',
      '--jobs a',
      '--nodes a',
      '--queues a',
      '--load 1.3',
      '--no-departures',
    ].map((option) => [
      `sim run --ledger x.db --scenario a.json ${option}`,
      "option '--scenario <file>' cannot be used with option '--",
    ]),
  ])('berth %s is refused with exit 2: %s', async (line, message) => {
    const { exitCode, stdout, stderr } = await berth(...line.split(' '));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(existsSync('x.db')).toBe(false);
  });

  it.each([
    ['an unset quota', '{"id":"d"}', ':1, field /departments/0/gpuQuota'],
    ['a mistyped key', '{"id":"d",\n"gpuQouta":1}', ':2, field /departments/0/gpuQouta'],
    ['a key twice', '{"id":"d","id":"e"}', ':1, field /departments/0/id'],
    ['no JSON', '{"id":NaN}', ':1, field /departments/0/id'],
  ])('%s: file, line, field and remedy, and no ledger is made', async (_, department, place) => {
    const file = at('bad.json');
    writeFileSync(
      file,
      `{"name":"bad","nodes":[{"id":"n","gpus":8,"cpu":8,"memory":"8Gi"}],"departments":[${department}],"projects":[{"id":"p","department":"d","gpuQuota":8}],"workloads":[{"id":"w","project":"p","type":"training","gpu":1}]}`,
    );
    const refused = ['sim', 'run', '--scenario', file, '--ledger', at('refused.db')];
    const { exitCode, stdout, stderr } = await berth(...refused);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: \S.+\n {2}at: \S.+\n {2}remedy: \S.+\n$/);
    expect(stderr).toContain(`\n  at: ${file}${place}\n`);
    expect(readdirSync(scratch.folder).filter((name) => name.startsWith('refused'))).toEqual([]);
  });

  it('∀ scenario that a file can hold: the engine plays all of it and refuses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const ledgerPath = at('any.db');
        const onProgress = (): void => undefined;
        const run = { scenario, ledgerPath, isOverwriting: true, seed: 1, onProgress };
        const outcome = await runScenario(run);
        expect(isLeft(outcome) ? outcome.left : outcome.right.refused).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});
