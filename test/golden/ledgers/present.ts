import { endings } from './endings.ts';
import { estate } from './estate.ts';
import { ask, nodeOf, podsGone, podsOf, promised, see, site, started, training } from './site.ts';
import type { Step, Story } from './tell.ts';

/** Workloads wait, go elsewhere, and make room. */
const contention: readonly Step[] = [
  { job: training('big', 'red', 16) },
  {
    job: {
      ...training('roams', 'blue', 2),
      nodePoolIds: ['default', 'spare'],
      nodeSelector: { zone: ['b'] },
    },
  },
  ask('workload/big', { type: 'DeleteWorkload', reason: 'too big' }),
  ask('workload/roams', { type: 'DeleteWorkload', reason: 'nowhere' }),
  podsGone('roams'),
  { job: training('greedy', 'blue', 4) },
  { job: training('greedier', 'blue', 4) },
  started('greedy'),
  started('greedier'),
  { job: training('owed', 'red', 2) },
  podsGone('greedier'),
  started('owed'),
  see('node/n1', { type: 'ObserveNodeLost', reason: 'silent' }),
  podsGone('greedy'),
  see('node/n1', { type: 'ObserveNodeReturned' }),
  ask('workload/greedy', { type: 'StopWorkload', reason: 'pause' }),
  podsGone('greedy', 2),
  ask('workload/greedy', { type: 'ResumeWorkload', queueId: 'blue@default' }),
  ...['greedy', 'greedier', 'owed'].map((id) =>
    ask(`workload/${id}`, { type: 'DeleteWorkload', reason: 'tidy' }),
  ),
  ...[1, 2, 3].flatMap((attempt) =>
    ['greedy', 'greedier', 'owed'].map((id) => podsGone(id, attempt)),
  ),
];

/** Pods of a workload come and go one by one. */
const elastic: readonly Step[] = [
  {
    job: {
      ...training('stretch', 'blue', 1),
      subGroups: podsOf(8, 1),
      gang: { podSets: [{ name: 'main', minPods: 1 }], groups: [] },
    },
  },
  started('stretch'),
  { minutes: 1 },
  see('node/n2', { type: 'ObserveNodeLost', reason: 'silent' }),
  see('node/n2', { type: 'ObserveNodeReturned' }),
  { minutes: 1 },
  { job: training('claims', 'red', 2) },
  see('workload/stretch', {
    type: 'ObserveWorkloadPodsReleased',
    attempt: 1,
    pods: [0, 1, 2, 3, 4, 5, 6, 7].map((pod) => ({ subGroup: 'main', pod })),
  }),
  ask('workload/service', {
    type: 'SubmitWorkload',
    name: 'service',
    projectId: 'red',
    nodePoolId: 'default',
    workloadType: 'inference',
    priority: 50,
    preemptible: true,
    subGroups: [...podsOf(1, 0)],
    replicas: { min: 0, max: 3 },
    queueId: 'red@default',
    isProjectKnown: true,
    isNodePoolKnown: true,
    isNameTaken: false,
  }),
  started('service'),
  ask('workload/service', { type: 'ScaleWorkload', replicas: 3 }),
  ask('workload/service', { type: 'ScaleWorkload', replicas: 1 }),
  ask('node/s1', { type: 'RemoveNode' }),
];

/** Of the present program: everything that it can write. */
export const present: Story = {
  scenario: {
    ...site,
    nodes: [
      ...site.nodes,
      {
        ...nodeOf('s1', 2),
        nodePoolId: 'spare',
        labels: { zone: 'b', 'run.ai/node-pool': 'spare' },
      },
    ],
    nodePools: [
      { id: 'default', gpuPlacement: 'berth', cpuPlacement: 'binpack' },
      { id: 'spare', gpuPlacement: 'binpack', cpuPlacement: 'binpack' },
    ],
    topologies: [{ name: 'racks', levels: ['zone', 'rack'] }],
    claims: [{ name: 'pair', deviceClass: 'gpu.example.com', count: 2 }],
    departments: [
      {
        id: 'lab',
        entitlements: promised(8),
        elsewhere: [{ nodePoolId: 'spare', entitlements: promised(2) }],
      },
    ],
    projects: [
      { id: 'red', departmentId: 'lab', entitlements: promised(4) },
      {
        id: 'blue',
        departmentId: 'lab',
        entitlements: promised(4),
        elsewhere: [{ nodePoolId: 'spare', entitlements: promised(2) }],
      },
    ],
  },
  steps: (own) => [
    ask('policy/main', { type: 'AdoptPolicy', policy: { ...own, version: 'golden' } }),
    ...estate,
    ...endings,
    ...contention,
    ...elastic,
  ],
};
