import { describe, expect, it } from 'vitest';
import { going } from './going.ts';
import { site, siteWith, until } from './site.ts';

describe('on a cluster that lives', () => {
  it('logs --follow goes on until the workload has ended', async () => {
    const here = await siteWith(['a'], { cluster: 'sim' });
    const logs = going(here, {}, 'workload', 'logs', 'a', '--follow');
    await until(() => logs.said().includes('Running: '), 'it runs');
    await here.ask({ type: 'DeleteWorkload', workloadId: 'a', reason: 'enough' });
    expect(await logs.exitCode).toBe(0);
    expect(logs.said()).toMatch(/Deleting: .*enough[^]*\S+ Deleted: /);
    const lines = logs.said().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('verbs wait until it runs; when the time is up exit 6 and say why it waits', async () => {
    const { berth } = await site({ cluster: 'sim' });
    const submit = ['training', 'submit', 'a', '-p', 'vision', '-i', 'x', '-g', '1', '--wait'];
    expect((await berth(...submit, '--wait-timeout', '20s')).exitCode).toBe(0);
    const big = ['training', 'submit', 'big', '-p', 'vision', '-i', 'x', '-g', '9', '--wait'];
    const late = await berth(...big, '--wait-timeout', '300ms');
    expect(late.exitCode).toBe(6);
    expect(late.stderr).toMatch(/the time is up before it runs: workload\/big-\S+ is Pending: /);
    expect((await berth('workload', 'delete', 'a', 'big', '--wait')).exitCode).toBe(0);
  });
});
