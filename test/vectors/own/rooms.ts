import type { Rule } from './terms.ts';

const half = (more: object = {}) => ({ gpus: null, gpuFraction: 0.5, ...more });
const cpuOnly = (cpuCores: number) => ({ gpus: 0, cpuCores });
const leaving = { status: 'Releasing' };
const spread = {
  config: {
    Tiers: [
      {
        Plugins: [
          { Name: 'predicates' },
          { Name: 'proportion' },
          { Name: 'nodeplacement', Arguments: { cpu: 'spread', gpu: 'spread' } },
          { Name: 'gpuspread' },
        ],
      },
    ],
  },
};

/** Where pods go: what fits, and what of it is best (the peer's page, 1.5 allocate and 1.7). */
export const rooms: readonly Rule[] = [
  {
    rule: 'a device that is being given up is promised, not given',
    action: 'allocate',
    nodes: { n: 1 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['going', 'q', { pods: ['n'], task: leaving }],
      ['next', 'q'],
    ],
    want: { going: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'one member of a gang that waits for a device makes all of it wait',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['going', 'q', { pods: ['n'], task: leaving }],
      ['gang', 'q', { pods: ['', ''] }],
    ],
    want: { gang: 'Pipelined n' },
  },
  {
    rule: 'a pod by which a gang grows waits alone for a device that is being given up',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['going', 'q', { pods: ['n'], task: leaving }],
      ['gang', 'q', { pods: ['', ''], min: 1 }],
    ],
    want: { 'gang-0': 'Binding n', 'gang-1': 'Pipelined n' },
  },
  {
    rule: 'room that is free now goes before a tighter place that is being given up',
    action: 'allocate',
    nodes: { n: 2, m: 8 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['stays', 'q', { pods: ['n'] }],
      ['going', 'q', { pods: ['n'], task: leaving }],
      ['next', 'q'],
    ],
    want: { next: 'Binding m' },
  },
  {
    rule: 'packing takes the node with the fewest devices free',
    action: 'allocate',
    nodes: { a: 4, b: 4, c: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['b', 'q', { pods: ['b', 'b'] }],
      ['c', 'q', { pods: ['c', 'c', 'c'] }],
      ['one', 'q'],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { one: 'Binding c', two: 'Binding b' },
  },
  {
    rule: 'nodes that are alike are taken by name',
    action: 'allocate',
    nodes: { c: 2, b: 2, a: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['one', 'q'],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { one: 'Binding a', two: 'Binding b' },
  },
  {
    rule: 'spreading takes the node with the largest part free',
    action: 'allocate',
    nodes: { a: 4, b: 2, c: 8 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { pods: ['a', 'a'] }],
      ['b', 'q', { pods: ['b'] }],
      ['c', 'q', { pods: ['c', 'c', 'c'] }],
      ['one', 'q'],
    ],
    more: spread,
    want: { one: 'Binding c' },
  },
  {
    rule: 'pods without devices are packed by cores',
    action: 'allocate',
    nodes: { a: { gpus: 0, cpuCores: 16 }, b: { gpus: 0, cpuCores: 16 } },
    queues: { q: {} },
    jobs: [
      ['busy', 'q', { pods: ['b'], task: cpuOnly(8) }],
      ['next', 'q', { task: cpuOnly(2) }],
    ],
    want: { next: 'Binding b' },
  },
  {
    rule: 'pods without devices are spread by cores where the settings say so',
    action: 'allocate',
    nodes: { a: { gpus: 0, cpuCores: 16 }, b: { gpus: 0, cpuCores: 16 } },
    queues: { q: {} },
    jobs: [
      ['busy', 'q', { pods: ['a'], task: cpuOnly(8) }],
      ['next', 'q', { task: cpuOnly(2) }],
    ],
    more: spread,
    want: { next: 'Binding b' },
  },
  {
    rule: 'a pod without devices prefers a node without devices to a fuller one with some',
    action: 'allocate',
    nodes: { a: 2, z: 0 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['busy', 'q', { pods: ['a'], task: { gpus: 1, cpuCores: 9000 } }],
      ['next', 'q', { task: cpuOnly(1) }],
    ],
    want: { next: 'Binding z' },
  },
  {
    rule: 'a part of a device goes to a device that is shared, whatever packing says',
    action: 'allocate',
    nodes: { a: 4, z: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['whole', 'q', { pods: ['a', 'a', 'a'] }],
      ['part', 'q', { pods: ['z'], task: half({ gpuGroups: ['x'] }) }],
      ['next', 'q', { task: half() }],
    ],
    want: { next: 'Binding z' },
    idle: { a: 1, z: 3 },
  },
  {
    rule: 'a part of a device that fits no shared one goes where packing says',
    action: 'allocate',
    nodes: { a: 4, b: 4, z: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['whole', 'q', { pods: ['b', 'b', 'b'] }],
      ['part', 'q', { pods: ['z'], task: half({ gpuGroups: ['x'] }) }],
      ['next', 'q', { task: { gpus: null, gpuFraction: 0.6 } }],
    ],
    want: { next: 'Binding b' },
  },
  {
    rule: 'of shared devices of a node the fuller one is packed',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['x', 'q', { pods: ['n'], task: { gpus: null, gpuFraction: 0.2, gpuGroups: ['x'] } }],
      ['y', 'q', { pods: ['n'], task: { gpus: null, gpuFraction: 0.5, gpuGroups: ['y'] } }],
      ['next', 'q', { task: { gpus: null, gpuFraction: 0.4 } }],
      ['last', 'q', { task: { gpus: null, gpuFraction: 0.8 } }],
    ],
    want: { next: 'Binding n', last: 'Binding n' },
    idle: { n: 0 },
  },
  {
    rule: 'a whole free device is spread to before a shared one where the settings say so',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['x', 'q', { pods: ['n'], task: half({ gpuGroups: ['x'] }) }],
      ['next', 'q', { task: half() }],
    ],
    more: spread,
    want: { next: 'Binding n' },
    idle: { n: 0 },
  },
  {
    rule: 'a whole device is not given from two halves',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['x', 'q', { pods: ['n'], task: half({ gpuGroups: ['x'] }) }],
      ['y', 'q', { pods: ['n'], task: half({ gpuGroups: ['y'] }) }],
      ['whole', 'q'],
      ['part', 'q', { task: half() }],
    ],
    want: { whole: 'Pending', part: 'Binding n' },
  },
  {
    rule: 'parts on several devices take as much of each',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['x', 'q', { pods: ['n'], task: half({ gpuGroups: ['x', 'y'] }) }],
      ['pair', 'q', { task: half({ gpus: 2 }) }],
      ['triple', 'q', { task: half({ gpus: 3 }) }],
    ],
    want: { pair: 'Binding n', triple: 'Pending' },
    idle: { n: 1 },
  },
  {
    rule: 'memory of a device is a part of it on the node where the pod goes',
    action: 'allocate',
    nodes: { small: { gpus: 1, gpuMemoryMiB: 1000 }, wide: { gpus: 1, gpuMemoryMiB: 4000 } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: { gpus: null, gpuMemoryMiB: 2000 } }],
      ['b', 'q', { task: { gpus: null, gpuMemoryMiB: 2000 } }],
      ['c', 'q', { task: { gpus: null, gpuMemoryMiB: 2000 } }],
    ],
    want: { a: 'Binding wide', b: 'Binding wide', c: 'Pending' },
  },
  {
    rule: 'of one device pods get as much memory as it has, whether they say it in parts or in memory',
    action: 'allocate',
    nodes: { n: { gpus: 1, gpuMemoryMiB: 1000 } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: { gpus: null, gpuMemoryMiB: 333 } }],
      ['b', 'q', { task: { gpus: null, gpuMemoryMiB: 333 } }],
      ['c', 'q', { task: { gpus: null, gpuFraction: 0.34 } }],
      ['d', 'q', { task: { gpus: null, gpuMemoryMiB: 334 } }],
    ],
    want: { a: 'Binding n', b: 'Binding n', c: 'Pending', d: 'Binding n' },
  },
  {
    rule: 'of a quota memory takes hundredths of a device, rounded up',
    action: 'allocate',
    nodes: { n: { gpus: 2, gpuMemoryMiB: 1000 } },
    queues: { q: { gpu: [0.5, 0.5] } },
    jobs: [
      ['a', 'q', { task: { gpus: null, gpuMemoryMiB: 501 } }],
      ['b', 'q', { task: { gpus: null, gpuMemoryMiB: 491 } }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'memory is not asked of a node that has not said how much a device has',
    action: 'allocate',
    nodes: { n: { gpus: 2, gpuMemoryKnown: false } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { task: { gpus: null, gpuMemoryMiB: 10 } }],
      ['b', 'q'],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'a node takes no more pods than it may',
    action: 'allocate',
    nodes: { a: { gpus: 0, maxPods: 1 }, b: { gpus: 0, maxPods: 2 } },
    queues: { q: {} },
    jobs: [
      ['busy', 'q', { pods: ['a'], task: cpuOnly(1) }],
      ['x', 'q', { task: cpuOnly(1) }],
      ['y', 'q', { task: cpuOnly(1) }],
      ['z', 'q', { task: cpuOnly(1) }],
    ],
    want: { x: 'Binding b', y: 'Binding b', z: 'Pending' },
  },
  {
    rule: 'the first part of a device counts one pod more, which holds the device',
    action: 'allocate',
    nodes: { n: { gpus: 2, maxPods: 2 } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['busy', 'q', { pods: ['n'], task: cpuOnly(1) }],
      ['part', 'q', { task: half() }],
      ['whole', 'q'],
    ],
    want: { part: 'Pending', whole: 'Binding n' },
  },
  {
    rule: 'a pod that asks for nothing goes to a node that has nothing left',
    action: 'allocate',
    nodes: { n: { gpus: 0, cpuCores: 2 } },
    queues: { q: {} },
    jobs: [
      ['busy', 'q', { pods: ['n'], task: cpuOnly(2) }],
      ['asks', 'q', { task: cpuOnly(1) }],
      ['none', 'q', { task: { gpus: null, cpuCores: 0, memoryBytes: 0, bestEffort: true } }],
    ],
    want: { asks: 'Pending', none: 'Binding n' },
  },
  {
    rule: 'cores and bytes are held to what a node has',
    action: 'allocate',
    nodes: { n: { gpus: 4, cpuCores: 4, memoryBytes: 4_000_000_000 } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['wide', 'q', { task: { cpuCores: 5 } }],
      ['deep', 'q', { task: { memoryBytes: 4_000_000_001 } }],
      ['fits', 'q', { task: { cpuCores: 4, memoryBytes: 4_000_000_000 } }],
    ],
    want: { wide: 'Pending', deep: 'Pending', fits: 'Binding n' },
  },
  {
    rule: 'a pod goes only to the nodes that it names',
    action: 'allocate',
    nodes: { a: 2, b: 2, c: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['one', 'q', { task: { allowedNodes: ['b', 'c'] } }],
      ['two', 'q', { task: { gpus: 2, allowedNodes: ['b', 'c'] } }],
      ['three', 'q', { task: { gpus: 2, allowedNodes: ['b', 'c'] } }],
    ],
    want: { one: 'Binding b', two: 'Binding c', three: 'Pending' },
  },
  {
    rule: 'pods that keep away from their like go to as many domains as there are',
    action: 'allocate',
    nodes: { a: 4, b: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'apart',
        'q',
        {
          pods: ['', '', ''],
          min: 1,
          task: { labels: { app: 'web' }, podAntiAffinityKey: 'kai.scheduler/type' },
        },
      ],
    ],
    want: { 'apart-0': 'Binding a', 'apart-1': 'Binding b', 'apart-2': 'Pending' },
  },
  {
    rule: 'a pod that keeps away from its like keeps away from those of other jobs, in the whole domain',
    action: 'allocate',
    nodes: {
      a: { gpus: 2, labels: { zone: 'x' } },
      b: { gpus: 2, labels: { zone: 'x' } },
      c: { gpus: 4, labels: { zone: 'y' } },
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['there', 'q', { pods: ['a'], task: { labels: { app: 'web' } } }],
      ['away', 'q', { task: { labels: { app: 'web' }, podAntiAffinityKey: 'zone' } }],
    ],
    want: { away: 'Binding c' },
  },
  {
    rule: 'a pod that wants its like near goes into their domain',
    action: 'allocate',
    nodes: {
      a: { gpus: 2, labels: { zone: 'x' } },
      b: { gpus: 1, labels: { zone: 'y' } },
      c: { gpus: 4, labels: { zone: 'y' } },
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['there', 'q', { pods: ['b'], task: { labels: { app: 'db' } } }],
      ['near', 'q', { task: { labels: { app: 'db' }, podAffinityKey: 'zone' } }],
    ],
    want: { near: 'Binding c' },
  },
  {
    rule: 'a gang whose pods want each other near stays in one domain',
    action: 'allocate',
    nodes: {
      a: { gpus: 2, labels: { zone: 'x' } },
      b: { gpus: 2, labels: { zone: 'y' } },
      c: { gpus: 2, labels: { zone: 'y' } },
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['fill', 'q', { pods: ['b'] }],
      [
        'near',
        'q',
        { pods: ['', '', ''], min: 3, task: { labels: { app: 'db' }, podAffinityKey: 'zone' } },
      ],
    ],
    want: { 'near-0': 'Binding b', 'near-1': 'Binding c', 'near-2': 'Binding c' },
  },
];
