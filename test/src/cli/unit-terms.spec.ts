import { describe, expect, it } from 'vitest';
import { apply, of } from './documents.ts';
import { site } from './site.ts';

const termsOf = (stdout: string): unknown => JSON.parse(stdout).grants.default.terms;

describe('terms of a queue', () => {
  it('are set flag by flag, shown, and taken back', async () => {
    const { berth } = await site();
    const of = async (): Promise<unknown> =>
      termsOf((await berth('project', 'describe', 'vision', '-o', 'json')).stdout);
    const first = ['--preempt-min-run', '10m', '--reclaim-min-run', '1h', '--lend-gpu', '2'];
    expect((await berth('project', 'set', 'vision', ...first)).stdout).toBe(
      'project/vision configured\n',
    );
    const bounds = ['--bound', 'gpu:A100-80GB=0.5:4', '--bound', 'example.com/nic=:2'];
    await berth('project', 'set', 'vision', '--max-run', '2d', ...bounds);
    const all = {
      preemptMinRunMs: 600_000,
      reclaimMinRunMs: 3_600_000,
      maxRunMs: 172_800_000,
      lendingMax: { gpuMilli: 2000 },
      others: {
        'gpu:A100-80GB': { quota: 500, limit: 4000 },
        'example.com/nic': { quota: -1, limit: 2 },
      },
    };
    expect(await of()).toEqual(all);
    const again = await berth('project', 'set', 'vision', '--max-run', '48h');
    expect(again.stdout).toBe('project/vision unchanged\n');
    // Who speaks of quotas alone leaves them as they are.
    await berth('project', 'set', 'vision', '--gpu-weight', '7');
    expect(await of()).toEqual(all);
    const shown = (await berth('queue', 'describe', 'vision@default')).stdout;
    expect(shown).toMatch(/safe from reclaim for:? +1h/);
    expect(shown).toMatch(/runs at most:? +2d/);
    expect(shown).toMatch(/lends at most:? +2 GPUs/);
    expect(shown).toMatch(/gpu:A100-80GB:? +quota 0.5, limit 4/);
    const none = ['--preempt-min-run', 'none', '--reclaim-min-run', 'none', '--max-run', 'none'];
    const noMore = [
      '--lend-gpu',
      'none',
      '--bound',
      'gpu:A100-80GB=',
      '--bound',
      'example.com/nic=',
    ];
    await berth('project', 'set', 'vision', ...none, ...noMore);
    expect(await of()).toBeUndefined();
  });

  it.each([
    ['--max-run 0s', '--max-run', 'write 90s, 5m, 1h30m, 2d or none'],
    ['--preempt-min-run soon', '--preempt-min-run', 'write 90s'],
    ['--lend-gpu much', '--lend-gpu', 'write an amount'],
    ['--bound gpu:H100', '--bound', 'write NAME=QUOTA:LIMIT'],
    ['--bound cpu=:4', '--bound', 'say another amount'],
    ['--bound nic=3:2', '--bound', 'say another amount'],
  ] as const)('%s exits 2 at %s: %s', async (...[line, at, remedy]) => {
    const { berth } = await site();
    const { exitCode, stderr } = await berth('project', 'set', 'vision', ...line.split(' '));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`at: ${at}`);
    expect(stderr).toContain(remedy);
  });

  const document = (grant: string): string =>
    of('Department', 'department', `{ nodePools: { default: { ${grant} } } }`);

  it('are said in a document, which leaves them alone where it does not speak of them', async () => {
    const here = await site();
    const heads = async (): Promise<unknown> =>
      termsOf((await here.berth('department', 'describe', 'department', '-o', 'json')).stdout);
    const whole =
      '{ minRunTime: { preempt: 10m, reclaim: 0s }, maxRunTime: 12h, lends: { gpu: 1.5, memory: 4Gi },' +
      ' bounds: { "gpu:A100-80GB": { quota: -1, limit: 4 }, example.com/nic: { limit: 2 } } }';
    const applied = await apply(here, document(`gpu: 8, terms: ${whole}`));
    expect(applied.stdout).toBe('department/department configured\n');
    const terms = {
      preemptMinRunMs: 600_000,
      reclaimMinRunMs: 0,
      maxRunMs: 43_200_000,
      lendingMax: { gpuMilli: 1500, memoryMib: 4096 },
      others: {
        'gpu:A100-80GB': { quota: -1, limit: 4000 },
        'example.com/nic': { quota: -1, limit: 2 },
      },
    };
    expect(await heads()).toEqual(terms);
    const again = await apply(here, document(`gpu: 8, terms: ${whole}`));
    expect(again.stdout).toBe('department/department unchanged\n');
    await apply(here, document('gpu: 9'));
    expect(await heads()).toEqual(terms);
    await apply(here, document('gpu: 9, terms: {}'));
    expect(await heads()).toBeUndefined();
  });

  it.each([
    ['{ maxRunTime: 0s }', 'nothing runs for no time', 'terms.maxRunTime'],
    ['{ minRunTime: { reclaimed: 1h } }', "nobody knows 'reclaimed'", 'terms.minRunTime.reclaimed'],
    ['{ lends: { gpu: -1 } }', "'-1'", 'terms.lends.gpu'],
    ['{ bounds: { nic: { limit: 1.5 } } }', 'whole number', 'terms.bounds.nic.limit'],
  ] as const)('%s is refused: %s at %s', async (...[terms, problem, field]) => {
    const { exitCode, stderr } = await apply(await site(), document(`gpu: 8, terms: ${terms}`));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr).toContain(field);
  });
});
