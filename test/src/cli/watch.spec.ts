import { describe, expect, it } from 'vitest';
import { training } from '../../adapters/http/stage.ts';
import { going } from './going.ts';
import { site, siteWith, until } from './site.ts';

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
