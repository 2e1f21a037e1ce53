import type { Rule } from './terms.ts';

const stricter = (multiplier: string) => ({
  config: {
    Tiers: [
      {
        Plugins: [
          { Name: 'proportion', Arguments: { relcaimerSaturationMultiplier: multiplier } },
          { Name: 'predicates' },
          { Name: 'nodeplacement', Arguments: { cpu: 'binpack', gpu: 'binpack' } },
        ],
      },
    ],
  },
});

/** Reclaim: of what there must be too much, and how much of it is left (the peer's page, 1.5). */
export const surpluses: readonly Rule[] = [
  {
    rule: 'a parent that is full does not let its child take from others, but from its sibling',
    action: 'reclaim',
    nodes: { n: 6 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [2] },
      q: { parent: 'd', gpu: [1] },
      s: { parent: 'd', gpu: [1] },
      r: { parent: 'e', gpu: [2] },
    },
    jobs: [
      ['s0', 's', { pods: ['n'] }],
      ['s1', 's', { pods: ['n'] }],
      ['r0', 'r', { pods: ['n'] }],
      ['r1', 'r', { pods: ['n'] }],
      ['r2', 'r', { pods: ['n'] }],
      ['r3', 'r', { pods: ['n'] }],
      ['next', 'q'],
    ],
    want: {
      s0: 'Running n',
      s1: 'Releasing n',
      r0: 'Running n',
      r1: 'Running n',
      r2: 'Running n',
      r3: 'Running n',
      next: 'Pipelined n',
    },
  },
  {
    rule: 'a parent above its share may still take from one that is further above its own',
    action: 'reclaim',
    nodes: { n: 8 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [2] },
      q: { parent: 'd', gpu: [1] },
      s: { parent: 'd', gpu: [2] },
      r: { parent: 'e', gpu: [2] },
    },
    jobs: [
      ['s0', 's', { pods: ['n', 'n'], isKept: true, priority: 100 }],
      ...[0, 1, 2, 3, 4, 5].map((at) => [`r${at}`, 'r', { pods: ['n'] }] as const),
      ['next', 'q'],
    ],
    want: { s0: 'Running n', r4: 'Running n', r5: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'the multiplier makes the part by which one may be above its share smaller',
    action: 'reclaim',
    nodes: { n: 8 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [2] },
      q: { parent: 'd', gpu: [1] },
      s: { parent: 'd', gpu: [2] },
      r: { parent: 'e', gpu: [2] },
    },
    jobs: [
      ['s0', 's', { pods: ['n', 'n'], isKept: true, priority: 100 }],
      ...[0, 1, 2, 3, 4, 5].map((at) => [`r${at}`, 'r', { pods: ['n'] }] as const),
      ['next', 'q'],
    ],
    more: stricter('2'),
    want: { s0: 'Running n', r4: 'Running n', r5: 'Running n', next: 'Pending' },
  },
  {
    rule: 'a multiplier below one is one',
    action: 'reclaim',
    nodes: { n: 6 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [2] },
      q: { parent: 'd', gpu: [1] },
      s: { parent: 'd', gpu: [2] },
      r: { parent: 'e', gpu: [2] },
    },
    jobs: [
      ['s0', 's', { pods: ['n', 'n'], isKept: true, priority: 100 }],
      ...[0, 1, 2, 3].map((at) => [`r${at}`, 'r', { pods: ['n'] }] as const),
      ['next', 'q'],
    ],
    more: stricter('0.5'),
    want: { s0: 'Running n', r2: 'Running n', r3: 'Running n', next: 'Pending' },
  },
  {
    rule: 'a sibling whose share is nothing gives, however full the parent of the taker is',
    action: 'reclaim',
    nodes: { n: 3 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [0] },
      q: { parent: 'd', gpu: [1] },
      s: { parent: 'd', gpu: [2] },
      r: { parent: 'e', gpu: [0] },
    },
    jobs: [
      ['s0', 's', { pods: ['n', 'n'], isKept: true, priority: 100 }],
      ['r0', 'r', { pods: ['n'] }],
      ['next', 'q'],
    ],
    want: { s0: 'Running n', r0: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'a pod of cores takes cores from who is above its share of cores',
    action: 'reclaim',
    nodes: { n: { gpus: 0, cpuCores: 4 } },
    queues: { q: { cpu: [2000, -1, 0] }, r: { cpu: [2000, -1, 0] } },
    jobs: [
      ['a', 'r', { pods: ['n'], task: { gpus: 0, cpuCores: 2 } }],
      ['b', 'r', { pods: ['n'], task: { gpus: 0, cpuCores: 2 } }],
      ['next', 'q', { task: { gpus: 0, cpuCores: 2 } }],
    ],
    want: { a: 'Running n', b: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'the gate looks at all resources: a taker that is above its share of cores takes no device',
    action: 'reclaim',
    nodes: { n: { gpus: 2, cpuCores: 8 } },
    queues: { q: { gpu: [1], cpu: [2000, -1, 0] }, r: { gpu: [0], cpu: [6000, -1, 0] } },
    jobs: [
      ['cores', 'q', { pods: ['n'], task: { gpus: 0, cpuCores: 3 } }],
      ['a', 'r', { pods: ['n'], task: { gpus: 2, cpuCores: 1 } }],
      ['next', 'q', { task: { cpuCores: 1 } }],
    ],
    want: { cores: 'Running n', a: 'Running n', next: 'Pending' },
  },
  {
    rule: 'a surplus of devices is enough for who asks for cores alone',
    action: 'reclaim',
    nodes: { n: { gpus: 2, cpuCores: 4 } },
    queues: { q: { gpu: [1] }, r: { gpu: [0] } },
    jobs: [
      ['v', 'r', { pods: ['n'], task: { cpuCores: 4 } }],
      ['next', 'q', { task: { gpus: 0, cpuCores: 4 } }],
    ],
    want: { v: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'who has a surplus of devices gives pods that have none as well',
    action: 'reclaim',
    nodes: { n: { gpus: 2, cpuCores: 5 } },
    queues: { q: { gpu: [1] }, r: { gpu: [0] } },
    jobs: [
      ['kept', 'r', { pods: ['n'] }],
      ['v', 'r', { pods: ['n'], task: { gpus: 0, cpuCores: 4 } }],
      ['next', 'q', { task: { gpus: 0, cpuCores: 4 } }],
    ],
    want: { kept: 'Running n', v: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'a surplus of cores is enough for who asks for a device alone',
    action: 'reclaim',
    nodes: { n: { gpus: 2, cpuCores: 8 } },
    queues: { q: { gpu: [1], cpu: [2000, -1, 0] }, r: { gpu: [2], cpu: [2000, -1, 0] } },
    jobs: [
      ['v', 'r', { pods: ['n'], task: { cpuCores: 4 } }],
      ['w', 'r', { pods: ['n'], task: { cpuCores: 4 } }],
      ['next', 'q', { task: { cpuCores: 0 } }],
    ],
    want: { v: 'Running n', w: 'Releasing n', next: 'Pipelined n' },
  },
];
