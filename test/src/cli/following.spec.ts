import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/cli/index.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { training } from '../../adapters/http/stage.ts';
import { site, type Site, siteWith, stopper, until } from './site.ts';

/** Runs a command that goes on, and shows what it has said so far. */
const going = (here: Site, abilities: Partial<Terminal>, ...args: readonly string[]) => {
  let said = '';
  let complained = '';
  const stream = (take: (text: string) => void): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, next) => {
        take(chunk.toString());
        next();
      },
    });
  const stop = stopper();
  const terminal: Terminal = {
    stdout: stream((text) => (said += text)),
    stderr: stream((text) => (complained += text)),
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: { BERTH_SERVER: here.url },
    input: async () => '',
    stopped: stop.signal,
    ...abilities,
  };
  const exitCode = runCommand(args, terminal);
  return { said: () => said, complained: () => complained, exitCode, stop: () => stop.abort() };
};

describe('a list that is watched', () => {
  it('appends a line for each workload that is new or has changed, and ends with 130', async () => {
    const here = await siteWith(['a', 'b']);
    const watch = going(here, {}, 'workload', 'list', '--watch', '--columns', 'workload,phase');
    await until(() => watch.said().includes('b '), 'the list is there');
    await here.ask(training('c'));
    await here.ask({ type: 'StopWorkload', workloadId: 'a', reason: '' });
    await until(() => /\na +Stop/.test(watch.said()), 'a has stopped');
    await until(() => watch.said().includes('\nc '), 'c is there');
    watch.stop();
    expect(await watch.exitCode).toBe(130);
    expect(watch.said().match(/WORKLOAD/g)).toHaveLength(1);
    expect(watch.said().match(/^b /gm)).toHaveLength(1);
    expect(watch.complained()).toBe('');
  });

  it('-o json is one object a line, -o yaml one document each', async () => {
    const here = await siteWith(['a']);
    const json = going(here, {}, 'workload', 'list', '-w', '-o', 'json');
    const yaml = going(here, {}, 'workload', 'list', '-w', '-o', 'yaml');
    const name = going(here, {}, 'workload', 'list', '-w', '-o', 'name');
    const path = going(here, {}, 'workload', 'list', '-w', '-o', 'jsonpath={.items[0].id}');
    await here.ask(training('b'));
    await until(() => json.said().includes('"id":"b"'), 'b is there');
    for (const line of json.said().trimEnd().split('\n'))
      expect(JSON.parse(line)).toHaveProperty('id');
    await until(() => yaml.said().includes('\n---\n- id: b\n'), 'b as YAML');
    await until(() => name.said() === 'workload/a\nworkload/b\n', 'b as a name');
    await until(() => path.said().endsWith('\nb'), 'b by a path');
  });

  it('on a terminal stays in its place and is no longer than it', async () => {
    const here = await siteWith(['a', 'b', 'c']);
    const tall = { width: 120, height: 5 };
    const watch = going(here, tall, 'workload', 'list', '-w', '--sort-by', 'id');
    await until(() => watch.said().includes('… and 1 more workloads'), 'the list is cut');
    const begun = watch.said().length;
    await here.ask({ type: 'StopWorkload', workloadId: 'a', reason: '' });
    await until(() => /a .*Stop/.test(watch.said().slice(begun)), 'a has stopped');
    expect(watch.said().slice(begun)).toMatch(/^\u001b\[4A/);
    expect(watch.said()).not.toContain('\nc ');
  });

  it('says so where there is nothing yet', async () => {
    const here = await site();
    const watch = going(here, { width: 80, height: 20 }, 'workload', 'list', '-w');
    await until(() => watch.said().includes('No workloads found.'), 'it is empty');
  });
});

describe('berth TYPE logs', () => {
  it('tells the life of the pods with times, or without, as much of it as is asked for', async () => {
    const { berth } = await siteWith(['a']);
    const { stdout } = await berth('workload', 'logs', 'a');
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stdout).toMatch(/^2026-\d\d-\d\dT\S+Z Creating: stage submitted training a/);
    const last = await berth('training', 'logs', 'a', '--tail', '1', '--no-timestamps');
    expect(last.stdout).toMatch(/^Pending: Waits in queue vision@default/);
    expect((await berth('workload', 'logs', 'a', '--since', '1s')).stdout).toBe('');
    expect((await berth('workload', 'logs', 'b')).exitCode).toBe(3);
  });

  it('--follow goes on until the workload has ended', async () => {
    const here = await siteWith(['a'], { cluster: 'sim' });
    const logs = going(here, {}, 'workload', 'logs', 'a', '--follow');
    await until(() => logs.said().includes('Running: '), 'it runs');
    await here.ask({ type: 'DeleteWorkload', workloadId: 'a', reason: 'enough' });
    expect(await logs.exitCode).toBe(0);
    expect(logs.said()).toMatch(/Deleting: .*enough[^]*\S+ Deleted: /);
    const lines = logs.said().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
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
