import { afterAll, describe, expect, it } from 'vitest';
import { readOpenb, withTeams } from '../../../adapters/traces/index.ts';
import { berth } from '../../src/cli/on-terminal.ts';
import { folderOf, openbNodes, openbPods, scenarioOf, textOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const nodesFile = folder.write('nodes.csv', textOf(openbNodes));
const jobsFile = folder.write('pods.csv', textOf(openbPods));
const trace = await scenarioOf(readOpenb({ nodesFile, jobsFile, departures: true }));

const start = '2026-01-05T11:45:00Z';
const teams = {
  start,
  departments: [{ id: 'research', gpuQuota: 3 }],
  projects: [{ id: 'team-a', department: 'research', gpuQuota: 3 }],
  workloads: [{ id: 'mine', project: 'team-a', type: 'training', gpu: 2, submit: '1h', run: '1h' }],
};
const written = (content: object): string =>
  folder.write('teams.json', JSON.stringify(content, undefined, 1));
const played = (content: object) => withTeams(trace, written(content))();

describe('teams beside a trace', () => {
  it('stand beside those of the trace, from whose quota theirs is taken', async () => {
    const both = await scenarioOf(withTeams(trace, written(teams)));
    const quotas = [...both.departments, ...both.projects].map(({ id, entitlements }) => [
      id,
      entitlements.gpuMilli.quota,
    ]);
    expect(quotas).toEqual([
      ['alibaba', 7000],
      ['research', 3000],
      ['openb', 7000],
      ['team-a', 3000],
    ]);
    expect(both.nodes).toEqual(trace.nodes);
  });

  it('say when the trace begins: whatever comes in it comes as long after that as before', async () => {
    const both = await scenarioOf(withTeams(trace, written(teams)));
    const startMs = Date.parse(start);
    expect(both.startMs).toBe(startMs);
    const own = both.jobs.filter(({ id }) => id !== 'mine');
    expect(own.map(({ id, submitAtMs }) => [id, submitAtMs - startMs])).toEqual(
      trace.jobs.map(({ id, submitAtMs }) => [id, submitAtMs]),
    );
    expect(
      own.map(({ cancelAtMs, submitAtMs }) => (cancelAtMs ?? submitAtMs) - submitAtMs),
    ).toEqual(
      trace.jobs.map(({ cancelAtMs, submitAtMs }) => (cancelAtMs ?? submitAtMs) - submitAtMs),
    );
    const times = both.jobs.map(({ submitAtMs }) => submitAtMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(both.jobs.find(({ id }) => id === 'mine')?.submitAtMs).toBe(startMs + 3_600_000);
  });

  const taken = trace.jobs[0]?.id ?? '';
  const refusals: readonly (readonly [string, object, readonly [string, string]])[] = [
    [
      'more than there is',
      { departments: [{ id: 'research', gpuQuota: 11 }] },
      ['/departments', 'the trace has 10'],
    ],
    [
      'a workload of the trace',
      { workloads: [{ ...teams.workloads[0], id: taken }] },
      ['/workloads/0/id', `has "${taken}" already`],
    ],
    ['nodes', { nodes: [] }, ['/nodes', 'teams beside a trace has no "nodes"']],
    [
      'a project without a department',
      { projects: [{ id: 'team-a', department: 'reserch', gpuQuota: 3 }] },
      ['/projects/0/department', 'there is no department "reserch"'],
    ],
  ];
  it.each(refusals)('%s is refused with its place', async (_, change, [field, problem]) => {
    const refused = await played({ ...teams, ...change });
    expect(refused).toMatchObject({ left: { _tag: 'InputRefused', field } });
    expect(JSON.stringify(refused)).toContain(JSON.stringify(problem).slice(1, -1));
  });

  it('are for openb alone', async () => {
    const files = [
      '--jobs',
      jobsFile,
      '--nodes',
      '2x8',
      '--queues',
      jobsFile,
      '--teams',
      written(teams),
    ];
    const said = await berth('sim', 'run', '--trace', 'philly', ...files, '--ledger', 'x.db');
    expect(said.exitCode).toBe(2);
    expect(said.stderr).toContain('--teams is for --trace openb');
  });
});
