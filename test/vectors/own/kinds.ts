import type { Rule } from './terms.ts';

const slice = 'nvidia.com/mig-1g.10gb';
const large = 'nvidia.com/mig-2g.20gb';
const mixed = (instances: object) => ({ gpus: 0, mig: { strategy: 'mixed', instances } });
const asks = (mig: object) => ({ gpus: null, mig });
const cards = 'nvidia.com/gpu';
const claim = (Name: string, Count: number, more: object = {}) => ({
  Name,
  Namespace: 'test',
  DeviceClassName: cards,
  Count,
  Labels: { 'kai.scheduler/queue': 'q' },
  ...more,
});
const devices = (NodeName: string, Count: number, DeviceClassName = cards) => ({
  Name: `${NodeName}-${Count}`,
  NodeName,
  DeviceClassName,
  Count,
});
const uses = (...claims: readonly string[]) => ({ gpus: null, claims });

/** Partitions and claims (the peer's page, 1.9). */
export const kinds: readonly Rule[] = [
  {
    rule: 'a node whose devices are partitioned alike gives them as whole ones',
    action: 'allocate',
    nodes: { n: { gpus: 4, mig: { strategy: 'single', instances: {} } } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: { gpus: 3 } }],
      ['b', 'q', { task: { gpus: null, gpuFraction: 0.5 } }],
      ['c', 'q'],
    ],
    want: { a: 'Binding n', b: 'Pending', c: 'Binding n' },
  },
  {
    rule: 'a node of mixed partitions has no whole device',
    action: 'allocate',
    nodes: { n: mixed({ [slice]: 2 }) },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q'],
      ['b', 'q', { task: asks({ [slice]: 1 }) }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'partitions are counted by kind',
    action: 'allocate',
    nodes: { n: mixed({ [slice]: 2, [large]: 1 }) },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: asks({ [slice]: 1, [large]: 1 }) }],
      ['b', 'q', { task: asks({ [large]: 1 }) }],
      ['c', 'q', { task: asks({ [slice]: 1 }) }],
      ['d', 'q', { task: asks({ [slice]: 1 }) }],
    ],
    want: { a: 'Binding n', b: 'Pending', c: 'Binding n', d: 'Pending' },
  },
  {
    rule: 'a partition counts as one device of limit and quota',
    action: 'allocate',
    nodes: { n: mixed({ [slice]: 4 }) },
    queues: { q: { gpu: [1, 3] } },
    jobs: [
      ['hard', 'q', { isKept: true, priority: 100, task: asks({ [slice]: 2 }) }],
      ['soft', 'q', { task: asks({ [slice]: 3 }) }],
      ['more', 'q', { task: asks({ [slice]: 1 }) }],
    ],
    want: { hard: 'Pending', soft: 'Binding n', more: 'Pending' },
  },
  {
    rule: 'partitions that run are in use',
    action: 'allocate',
    nodes: { n: mixed({ [slice]: 2 }) },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['old', 'q', { pods: ['n'], task: asks({ [slice]: 1 }) }],
      ['two', 'q', { task: asks({ [slice]: 2 }) }],
      ['one', 'q', { task: asks({ [slice]: 1 }) }],
    ],
    want: { two: 'Pending', one: 'Binding n' },
  },
  {
    rule: 'a higher priority takes partitions of its kind only',
    action: 'preempt',
    nodes: { n: mixed({ [slice]: 1, [large]: 1 }) },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['small', 'q', { pods: ['n'], task: asks({ [slice]: 1 }) }],
      ['wide', 'q', { pods: ['n'], task: asks({ [large]: 1 }) }],
      ['high', 'q', { priority: 60, task: asks({ [slice]: 1 }) }],
    ],
    want: { small: 'Releasing n', wide: 'Running n', high: 'Pipelined n' },
  },
  {
    rule: 'the old style of asking for partitions is refused',
    action: 'allocate',
    nodes: { n: mixed({ [slice]: 2 }), m: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['old', 'q', { task: { gpus: null, legacyMig: true } }],
      ['new', 'q', { task: asks({ [slice]: 1 }) }],
    ],
    want: { old: 'Pending', new: 'Binding n' },
  },
  {
    rule: 'a claim takes its devices and counts for the limit',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: { deviceSlices: [devices('n', 4)], claims: [claim('c', 2), claim('d', 1)] },
    queues: { q: { gpu: [2, 2] } },
    jobs: [
      ['a', 'q', { task: uses('c') }],
      ['b', 'q', { task: uses('d') }],
    ],
    want: { a: 'Binding n', b: 'Pending' },
  },
  {
    rule: 'who may not be stopped claims inside the quota only',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: { deviceSlices: [devices('n', 4)], claims: [claim('c', 2), claim('d', 1)] },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['a', 'q', { isKept: true, priority: 100, task: uses('c') }],
      ['b', 'q', { isKept: true, priority: 100, task: uses('d') }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'a claim needs so many devices of its class on one node',
    action: 'allocate',
    nodes: { m: 0, n: 0 },
    cluster: {
      deviceSlices: [devices('m', 1), devices('m', 4, 'other.com/fpga'), devices('n', 2)],
      claims: [claim('c', 2), claim('d', 2)],
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: uses('c') }],
      ['b', 'q', { task: uses('d') }],
    ],
    want: { a: 'Binding n', b: 'Pending' },
  },
  {
    rule: 'pods that share a claim share its devices and its node',
    action: 'allocate',
    nodes: { m: 0, n: 0 },
    cluster: { deviceSlices: [devices('m', 1), devices('n', 1)], claims: [claim('c', 1)] },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['', ''], task: uses('c') }]],
    want: { a: 'Binding m' },
  },
  {
    rule: 'a shared claim of devices without the label of the queue is refused',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: {
      deviceSlices: [devices('n', 4)],
      claims: [
        claim('c', 1, { Labels: {} }),
        claim('d', 1, { Labels: { 'kai.scheduler/queue': 'r' } }),
      ],
    },
    queues: { q: { gpu: [9] }, r: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: uses('c') }],
      ['b', 'q', { task: uses('d') }],
    ],
    want: { a: 'Pending', b: 'Pending' },
  },
  {
    rule: 'a pod that asks for devices by number is refused where devices are given by claims only',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: { deviceSlices: [devices('n', 4)], claims: [] },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q']],
    want: { a: 'Pending' },
  },
  {
    rule: 'a claim that is missing is waited for',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: { deviceSlices: [devices('n', 4)], claims: [] },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { task: uses('c') }]],
    want: { a: 'Pending' },
  },
  {
    rule: 'claims of another class are no devices of a quota',
    action: 'allocate',
    nodes: { n: 0 },
    cluster: {
      deviceSlices: [devices('n', 2, 'other.com/fpga')],
      claims: [claim('c', 2, { DeviceClassName: 'other.com/fpga', Labels: {} })],
    },
    queues: { q: { gpu: [0, 0] } },
    jobs: [['a', 'q', { task: uses('c') }]],
    want: { a: 'Binding n' },
  },
  {
    rule: 'devices that are claimed are reclaimed as others are',
    action: 'reclaim',
    nodes: { n: 0 },
    cluster: {
      deviceSlices: [devices('n', 1)],
      claims: [claim('c', 1), claim('d', 1, { Labels: { 'kai.scheduler/queue': 'r' } })],
    },
    queues: { q: { gpu: [1] }, r: { gpu: [0] } },
    jobs: [
      ['old', 'r', { pods: ['n'], task: uses('d') }],
      ['next', 'q', { task: uses('c') }],
    ],
    want: { old: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'a claim that has its devices already takes its pods to their node',
    action: 'allocate',
    nodes: { a: 0, b: 0 },
    cluster: {
      deviceSlices: [devices('a', 2), devices('b', 2)],
      claims: [
        claim('c', 1, {
          ClaimStatus: {
            allocation: { devices: { results: [{ request: 'r', pool: 'b', device: 'b-0' }] } },
          },
        }),
        claim('d', 1),
      ],
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['x', 'q', { task: uses('c') }],
      ['y', 'q', { task: { ...uses('c', 'd'), allowedNodes: ['a'] } }],
    ],
    want: { x: 'Binding b', y: 'Pending' },
  },
];
