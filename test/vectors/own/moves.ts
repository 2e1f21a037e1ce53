import type { Rule } from './terms.ts';

const part = (gpuFraction: number, more: object = {}) => ({ gpus: null, gpuFraction, ...more });
const spread = {
  config: {
    Tiers: [{ Plugins: [{ Name: 'nodeplacement', Arguments: { cpu: 'binpack', gpu: 'spread' } }] }],
  },
};

/** Consolidation: pods move so that another finds room (the peer's page, 1.5). */
export const moves: readonly Rule[] = [
  {
    rule: 'a pod moves so that a larger one finds room',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Pipelined n', two: 'Pipelined m' },
  },
  {
    rule: 'nothing moves for a job that may not be stopped',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { isKept: true, priority: 100, task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Running m', two: 'Pending' },
  },
  {
    rule: 'what may not be stopped does not move',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'], isKept: true, priority: 100 }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { a: 'Pipelined m', b: 'Running m', two: 'Pipelined n' },
  },
  {
    rule: 'pods of other queues and of higher priority move too',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [0] }, r: { gpu: [4] } },
    jobs: [
      ['a', 'r', { pods: ['n'], priority: 99 }],
      ['b', 'r', { pods: ['m'], priority: 98 }],
      ['two', 'q', { priority: 1, task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Pipelined n', two: 'Pipelined m' },
  },
  {
    rule: 'nobody is stopped: without room for those who move all stays',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n', 'n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { priority: 90, task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Running m', two: 'Pending' },
  },
  {
    rule: 'devices that are being given up count as room',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['going', 'q', { pods: ['n'], task: { status: 'Releasing' } }],
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Pipelined n', two: 'Pipelined m' },
  },
  {
    rule: 'nothing moves where devices are spread',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    more: spread,
    want: { a: 'Running n', b: 'Running m', two: 'Pending' },
  },
  {
    rule: 'parts of devices move together onto one',
    action: 'consolidation',
    nodes: { n: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'], task: part(0.5, { gpuGroups: ['x'] }) }],
      ['b', 'q', { pods: ['n'], task: part(0.4, { gpuGroups: ['y'] }) }],
      ['whole', 'q'],
    ],
    want: { a: 'Running n', b: 'Pipelined n', whole: 'Pipelined n' },
  },
  {
    rule: 'a gang moves as a whole where none of its pods can be spared',
    action: 'consolidation',
    nodes: { n: 4, m: 4 },
    queues: { q: { gpu: [8] } },
    jobs: [
      ['a', 'q', { pods: ['n', 'n'], isKept: true, priority: 100 }],
      ['b', 'q', { pods: ['m', 'm'] }],
      ['four', 'q', { task: { gpus: 4 } }],
    ],
    want: { a: 'Running n', b: 'Pipelined n', four: 'Pipelined m' },
  },
  {
    rule: 'a pod moves only where it may go',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'], task: { allowedNodes: ['n', 'm'] } }],
      ['b', 'q', { pods: ['m'], task: { allowedNodes: ['m'] } }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { a: 'Pipelined m', b: 'Running m', two: 'Pipelined n' },
  },
  {
    rule: 'nothing moves for a job that a limit keeps back',
    action: 'consolidation',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] }, r: { gpu: [2, 1] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'r', { task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Running m', two: 'Pending' },
  },
  {
    rule: 'several move where one is not enough',
    action: 'consolidation',
    nodes: { n: 3, m: 3 },
    queues: { q: { gpu: [6] } },
    jobs: [
      ['k', 'q', { pods: ['n'], isKept: true, priority: 100 }],
      ['a', 'q', { pods: ['m'] }],
      ['b', 'q', { pods: ['m'] }],
      ['three', 'q', { task: { gpus: 3 } }],
    ],
    want: { k: 'Running n', a: 'Pipelined n', b: 'Pipelined n', three: 'Pipelined m' },
  },
  {
    rule: 'in the steady state those who moved run again, and nothing moves back',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['two', 'q', { task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Running n', two: 'Running m' },
  },
  {
    rule: 'pods move for one by which a gang grows, also above its share',
    action: 'consolidation',
    nodes: { n: 2, m: 2, o: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['m'] }],
      ['grows', 'q', { pods: ['o', ''], min: 1, task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Pipelined n', 'grows-0': 'Running o', 'grows-1': 'Pipelined m' },
  },
];
