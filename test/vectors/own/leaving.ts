import type { Rule } from './terms.ts';

const part = (gpuFraction: number, more: object = {}) => ({ gpus: null, gpuFraction, ...more });
const shared = { gpuGroups: ['x'] };

/** Who holds what in each status, and room that is made in other ways than by devices (the peer's page, 1.5 and 1.9). */
export const leaving: readonly Rule[] = [
  {
    rule: 'a part of a device that is being given up is promised',
    action: 'allocate',
    nodes: { n: 1 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['going', 'q', { pods: ['n'], task: part(0.5, { ...shared, status: 'Releasing' }) }],
      ['stays', 'q', { pods: ['n'], task: part(0.5, shared) }],
      ['whole', 'q'],
      ['next', 'q', { task: part(0.5) }],
    ],
    want: { stays: 'Running n', whole: 'Pending', next: 'Pipelined n' },
  },
  {
    rule: 'bound and binding pods hold their devices, those that are over hold none',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['held', 'q', { pods: ['n', 'n'], tasks: [{ status: 'Bound' }, { status: 'Binding' }] }],
      ['over', 'q', { pods: ['n', 'n'], tasks: [{ status: 'Succeeded' }, { status: 'Failed' }] }],
      ['first', 'q'],
      ['second', 'q'],
    ],
    want: { first: 'Binding n', second: 'Pending' },
  },
  {
    rule: 'a whole device is made of the parts of one, not of two',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['a', 'q', { pods: ['n'], task: part(0.5, shared) }],
      ['b', 'q', { pods: ['n'], task: part(0.5, shared) }],
      ['c', 'q', { pods: ['n'], task: part(0.5, { gpuGroups: ['y'] }) }],
      ['d', 'q', { pods: ['n'], isKept: true, task: part(0.5, { gpuGroups: ['y'] }) }],
      ['next', 'q', { priority: 70 }],
    ],
    want: {
      a: 'Releasing n',
      b: 'Releasing n',
      c: 'Running n',
      d: 'Running n',
      next: 'Pipelined n',
    },
  },
  {
    rule: 'a limit of a parent is relieved by a sibling that is above its share',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: {
      d: { gpu: [2, 2] },
      q: { parent: 'd', gpu: [2] },
      r: { parent: 'd', gpu: [0] },
    },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'r', { pods: ['n'] }],
      ['next', 'q'],
    ],
    want: { a: 'Running n', b: 'Releasing n', next: 'Pipelined n' },
  },
  {
    rule: 'who must keep away from its like preempts that, not others',
    action: 'preempt',
    nodes: { n: 4, m: 1 },
    queues: { q: { gpu: [5] } },
    jobs: [
      ['like', 'q', { pods: ['n'], task: { labels: { app: 'x' } } }],
      ['kept', 'q', { pods: ['m'], priority: 70 }],
      [
        'next',
        'q',
        {
          priority: 60,
          task: { labels: { app: 'x' }, podAntiAffinityKey: 'kai.scheduler/type' },
        },
      ],
    ],
    want: { like: 'Releasing n', kept: 'Running m', next: 'Pipelined n' },
  },
  {
    rule: 'a node that is full of pods is made room on as one that is full of devices',
    action: 'preempt',
    nodes: { n: { gpus: 4, maxPods: 1 } },
    queues: { q: { gpu: [5] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['next', 'q', { priority: 60 }],
    ],
    want: { a: 'Releasing n', next: 'Pipelined n' },
  },
];
