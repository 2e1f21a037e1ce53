import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { stateIn } from '../../../src/app/aggregates.ts';
import { played, rightOf } from '../../src/app/stage.ts';
import { inputFaultOf, folderOf, scenarioOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const node = (id: string, more: object) => ({ id, gpus: 2, cpu: 8, memory: '8Gi', ...more });
const job = (id: string, more: object) => ({ id, project: 'p', type: 'training', gpu: 2, ...more });

/** Two pools of one node each; `p` may use both, `q` the first alone. */
const site = {
  name: 'pools',
  nodePools: [{ id: 'old' }, { id: 'new', gpuPlacement: 'spread' }],
  nodes: [node('o', {}), node('n', { pool: 'new' })],
  departments: [{ id: 'd', gpuQuota: -1, nodePools: { new: { gpuQuota: 2 } } }],
  projects: [
    {
      id: 'p',
      department: 'd',
      gpuQuota: 0,
      nodePools: { new: { gpuQuota: 1, gpuLimit: 2, weight: 3 } },
      defaultNodePools: ['new', 'old'],
    },
    { id: 'q', department: 'd', gpuQuota: 1 },
  ],
};

const reading = (change: object) =>
  readScenarioFile(folder.write('pools.json', JSON.stringify({ ...site, ...change })));

/** Plays workloads on the site; answers on which node each is at its end. */
const playing = async (...workloads: readonly object[]) => {
  const scenario = await scenarioOf(reading({ workloads }));
  const { brain, log } = await played(scenario);
  const verify = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
  const { mismatches } = rightOf(await replay(createBrain(defaultPolicy), log, verify));
  expect(mismatches).toEqual([]);
  return scenario.jobs.map(({ id }) => {
    const state = stateIn(brain.states, 'workload', id);
    const [pod] = state !== undefined && 'placements' in state ? (state.placements ?? []) : [];
    return pod?.nodeId ?? '-';
  });
};

describe('a scenario of several node pools', () => {
  it('puts workloads into the pools that they, or their projects, like most, and on to the next', async () => {
    expect(await playing(job('a', {}), job('b', { submit: '1s' }))).toEqual(['n', 'o']);
    expect(await playing(job('a', { nodePools: ['old'] }), job('b', {}))).toEqual(['o', 'n']);
    // The limit in the one pool binds nothing in the other.
    expect(await playing(job('a', { project: 'q' }), job('b', {}))).toEqual(['o', 'n']);
    const stuck = [
      job('a', { nodePools: ['new'] }),
      job('b', { nodePools: ['new'], submit: '1s' }),
    ];
    expect(await playing(...stuck)).toEqual(['n', '-']);
  });

  it('says what each pool is, which label its nodes carry, and what is promised in it', async () => {
    const scenario = await scenarioOf(reading({ workloads: [job('a', {})] }));
    expect(scenario).toMatchObject({
      nodePoolId: 'old',
      nodePools: [
        { id: 'old', gpuPlacement: 'berth', cpuPlacement: 'binpack' },
        { id: 'new', gpuPlacement: 'spread', cpuPlacement: 'binpack' },
      ],
    });
    expect(scenario.nodes[0]).not.toHaveProperty('nodePoolId');
    expect(scenario.nodes[1]).toMatchObject({
      nodePoolId: 'new',
      labels: { 'run.ai/node-pool': 'new' },
    });
    const [project] = scenario.projects;
    expect(project?.entitlements.gpuMilli).toEqual({ quota: 0, limit: -1, weight: 2 });
    expect(project?.elsewhere).toMatchObject([
      { nodePoolId: 'new', entitlements: { gpuMilli: { quota: 1000, limit: 2000, weight: 3 } } },
    ]);
    const { brain } = await played(scenario);
    const states = [
      stateIn(brain.states, 'node-pool', 'old'),
      stateIn(brain.states, 'project', 'p'),
    ];
    expect(states).toMatchObject([
      { phase: 'Ready', labelKey: '' },
      { phase: 'Ready', defaultNodePoolId: 'new', defaultNodePoolIds: ['new', 'old'] },
    ]);
  });

  const department = (nodePools: object) => [{ id: 'd', gpuQuota: 0, nodePools }];
  const project = (more: object) => [{ id: 'p', department: 'd', gpuQuota: 0, ...more }];
  const first = '/nodes/0';

  it.each([
    [{ nodePools: [{ id: 'A b' }] }, '/nodePools/0/id', 'write a name'],
    [{ nodePools: [{ id: 'x' }, { id: 'x' }] }, '/nodePools/1/id', 'an id of its own'],
    [{ nodePools: [{ id: 'x', gpuPlacement: 'fdg' }] }, '/nodePools/0/gpuPlacement', '"fgd"'],
    [{ nodePools: [{ name: 'x' }] }, '/nodePools/0/name', 'known are id'],
    [{ nodes: [node('o', { pool: 'nwe' })] }, `${first}/pool`, '"new"'],
    [
      { nodes: [node('o', { pool: 'new', labels: { 'run.ai/node-pool': 'old' } })] },
      `${first}/pool`,
      'leave the label out',
    ],
    [{ nodes: [node('o', { labels: { 'run.ai/node-pool': 'old' } })] }, `${first}/pool`, 'leave'],
    [
      { departments: department({ nwe: { gpuQuota: 1 } }) },
      '/departments/0/nodePools/nwe',
      '"new"',
    ],
    [{ departments: department({ old: { gpuQuota: 1 } }) }, '/departments/0/nodePools/old', 'move'],
    [
      { departments: department({ new: { gpuLimit: 1 } }) },
      '/departments/0/nodePools/new/gpuQuota',
      'say 0 for nothing guaranteed',
    ],
    [
      { departments: department({ new: { gpuQouta: 1 } }) },
      '/departments/0/nodePools/new/gpuQouta',
      '"gpuQuota"',
    ],
    [
      { departments: department({}), projects: project({ nodePools: { new: { gpuQuota: 1 } } }) },
      '/projects/0/nodePools/new',
      '"nodePools" of the department',
    ],
    [
      { projects: project({ defaultNodePools: ['new'] }) },
      '/projects/0/defaultNodePools/0',
      '"nodePools" of the project',
    ],
    [
      { projects: project({ defaultNodePools: ['old', 'old'] }) },
      '/projects/0/defaultNodePools/1',
      'once',
    ],
    [
      { workloads: [job('a', { project: 'q', nodePools: ['old', 'new'] })] },
      '/workloads/0/nodePools/1',
      '"nodePools" of the project',
    ],
    [{ workloads: [job('a', { nodePools: ['odl'] })] }, '/workloads/0/nodePools/0', '"old"'],
    [{ workloads: [job('a', { nodePools: [] })] }, '/workloads/0/nodePools', 'list'],
  ])('%j is refused at %s: %s', async (change, field, remedy) => {
    const fault = await inputFaultOf(reading({ workloads: [job('a', {})], ...change }));
    expect(fault).toMatchObject({ field, remedy: expect.stringContaining(remedy) });
  });

  it('that lists none has one, which everything is in', async () => {
    const alone = { departments: department({}), projects: project({}) };
    const nodes = [node('o', {})];
    const workloads = [job('a', {})];
    const scenario = await scenarioOf(
      reading({ nodePools: undefined, nodes, workloads, ...alone }),
    );
    expect(scenario).toMatchObject({ nodePoolId: 'default' });
    expect(scenario).not.toHaveProperty('nodePools');
    const elsewhere = { ...alone, projects: project({ nodePools: { new: { gpuQuota: 1 } } }) };
    const fault = await inputFaultOf(
      reading({ nodePools: undefined, nodes, workloads, ...elsewhere }),
    );
    expect(fault).toMatchObject({
      field: '/projects/0/nodePools/new',
      remedy: 'add it to "nodePools", or name one of "default"',
    });
  });
});
