import { describe, expect, it } from 'vitest';
import { training } from '../../adapters/http/stage.ts';
import { going } from './going.ts';
import { site, siteWith, until } from './site.ts';

describe('berth TYPE logs', () => {
  it('tells the life of the pods with times, or without, as much of it as is asked for', async () => {
    const { berth } = await siteWith(['a']);
    const { stdout } = await berth('workload', 'logs', 'a');
    expect(stdout.split('\n').length).toBeGreaterThan(2);
    expect(stdout).toMatch(/^2026-\d\d-\d\dT\S+Z Creating: stage submitted training a/);
    const last = await berth('training', 'logs', 'a', '--tail', '1', '--no-timestamps');
    expect(last.stdout).toBe(stdout.split('\n').at(-2)?.replace(/^\S+ /, '').concat('\n'));
    expect((await berth('workload', 'logs', 'a', '--since', '1s')).stdout).toBe('');
    expect((await berth('workload', 'logs', 'b')).exitCode).toBe(3);
  });
});

describe('berth events', () => {
  it('tells the last facts, all behind a revision, or those about one thing', async () => {
    const { berth } = await siteWith(['a']);
    const json = async (...more: readonly string[]): Promise<readonly { revision: number }[]> => {
      const { stdout } = await berth('events', '-o', 'json', ...more);
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    };
    const all = await json('--since', '0', '--limit', '1000');
    expect(all.map(({ revision }) => revision)).toEqual(all.map((_, place) => place + 1));
    expect(await json('--limit', '2')).toEqual(all.slice(-2));
    expect(await json('--since', '3', '--limit', '2')).toEqual(all.slice(3, 5));
    expect(await json('--subject', 'nodepool')).toHaveLength(1);
    expect(await json('--subject', 'workload/a', '--limit', '1')).toEqual(all.slice(-1));
    expect(await json('--type', 'NodeJoined,ProjectCreated')).toHaveLength(4);
  });

  it('--follow tells only what comes; a table has one header', async () => {
    const here = await siteWith(['a']);
    const table = going(here, {}, 'events', '--follow', '--type', 'WorkloadSubmitted');
    const yaml = going(here, {}, 'events', '-f', '--subject', 'workload/b', '-o', 'yaml');
    for (const name of ['b', 'c']) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await here.ask(training(name));
    }
    await until(() => table.said().includes('workload/c'), 'c is told');
    expect(table.said()).not.toContain('workload/a');
    expect(table.said().match(/FACT/g)).toHaveLength(1);
    await until(() => yaml.said().includes('---\nrevision: '), 'b is told as YAML');
    table.stop();
    expect(await table.exitCode).toBe(130);
  });

  it.each([
    [['-o', 'name'], 'unknown output format'],
    [['--subject', 'projct/x'], 'did you mean project?'],
    [['--since', 'x'], 'expected a whole number'],
  ])('%j is refused: %s', async (flags, problem) => {
    const { berth } = await site();
    const { exitCode, stderr } = await berth('events', ...flags);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });
});

describe('berth audit list of a server', () => {
  it('tells who did what, as a ledger does, with its filters', async () => {
    const { berth } = await siteWith(['a']);
    await berth('project', 'set', 'vision', '--gpu-quota', '3');
    const { stdout } = await berth('audit', 'list', '--subject', 'project/vision', '-o', 'json');
    const deeds: readonly { readonly verb: string }[] = JSON.parse(stdout);
    expect(deeds.map(({ verb }) => verb)).toEqual(['create', 'grant', 'grant']);
    expect(deeds.at(-1)).toMatchObject({
      actor: 'anonymous@loopback',
      changes: [{ field: 'entitlements.gpuMilli.quota', before: 8000, after: 3000 }],
    });
    const last = await berth('audit', 'list', '--limit', '1', '--no-headers');
    expect(last.stdout).toContain('entitlements.gpuMilli.quota: 8000 → 3000');
    const none = ['audit', 'list', '--until', '2026-01-01', '--actor', 'nobody'];
    expect(await berth(...none)).toEqual({ exitCode: 0, stdout: '', stderr: 'No deeds found.\n' });
  });
});
