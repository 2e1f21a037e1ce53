import type { Rule } from './terms.ts';

const only = (...allowedNodes: readonly string[]) => ({ task: { allowedNodes } });

/** Preempt: the higher priority of the same queue (the peer's page, 1.5). */
export const overrules: readonly Rule[] = [
  {
    rule: 'a higher priority stops a lower one of its queue',
    action: 'preempt',
    nodes: { n: 1 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['low', 'q', { pods: ['n'], priority: 50 }],
      ['high', 'q', { priority: 51 }],
    ],
    want: { low: 'Releasing n', high: 'Pipelined n' },
  },
  {
    rule: 'an equal priority stops nobody',
    action: 'preempt',
    nodes: { n: 1 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['old', 'q', { pods: ['n'] }],
      ['next', 'q'],
    ],
    want: { old: 'Running n', next: 'Pending' },
  },
  {
    rule: 'another queue is not preempted, nor a sibling below the same parent',
    action: 'preempt',
    nodes: { n: 1 },
    queues: { d: { gpu: [1] }, q: { parent: 'd', gpu: [1] }, r: { parent: 'd', gpu: [1] } },
    jobs: [
      ['low', 'r', { pods: ['n'], priority: 1 }],
      ['high', 'q', { priority: 99 }],
    ],
    want: { low: 'Running n', high: 'Pending' },
  },
  {
    rule: 'who may not be stopped is not preempted, whatever the priority',
    action: 'preempt',
    nodes: { n: 1 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['low', 'q', { pods: ['n'], isKept: true, priority: 1 }],
      ['high', 'q', { priority: 99 }],
    ],
    want: { low: 'Running n', high: 'Pending' },
  },
  {
    rule: 'who may not be stopped must find room in the quota',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['hard', 'q', { pods: ['n'], isKept: true, priority: 100 }],
      ['low', 'q', { pods: ['n'] }],
      ['next', 'q', { isKept: true, priority: 125 }],
    ],
    want: { hard: 'Running n', low: 'Running n', next: 'Pending' },
  },
  {
    rule: 'who may be stopped preempts above quota and fair share',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [0] }, r: { gpu: [2] } },
    jobs: [
      ['low', 'q', { pods: ['n'] }],
      ['also', 'q', { pods: ['n'] }],
      ['wants', 'r', { pods: ['', '', ''] }],
      ['high', 'q', { priority: 60 }],
    ],
    want: { low: 'Running n', also: 'Releasing n', high: 'Pipelined n', wants: 'Pending' },
  },
  {
    rule: 'at the limit of the queue the lower makes way for the higher',
    action: 'preempt',
    nodes: { n: 3 },
    queues: { q: { gpu: [1, 1] } },
    jobs: [
      ['low', 'q', { pods: ['n'] }],
      ['high', 'q', { priority: 60 }],
    ],
    want: { low: 'Releasing n', high: 'Pipelined n' },
  },
  {
    rule: 'the lowest priority goes before the youngest',
    action: 'preempt',
    nodes: { n: 3 },
    queues: { q: { gpu: [3] } },
    jobs: [
      ['lowest', 'q', { pods: ['n'], priority: 10 }],
      ['old', 'q', { pods: ['n'], priority: 20 }],
      ['new', 'q', { pods: ['n'], priority: 20 }],
      ['x', 'q', { priority: 60 }],
      ['y', 'q', { priority: 60 }],
    ],
    want: {
      lowest: 'Releasing n',
      old: 'Running n',
      new: 'Releasing n',
      x: 'Pipelined n',
      y: 'Pipelined n',
    },
  },
  {
    rule: 'pods above the minimum go first, and no more of them than are needed',
    action: 'preempt',
    nodes: { n: 4 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['wide', 'q', { pods: ['n', 'n', 'n', 'n'], min: 2 }],
      ['high', 'q', { priority: 60 }],
    ],
    want: {
      'wide-0': 'Running n',
      'wide-1': 'Running n',
      'wide-2': 'Running n',
      'wide-3': 'Releasing n',
      high: 'Pipelined n',
    },
  },
  {
    rule: 'where pods above the minimum are not enough the core goes as one',
    action: 'preempt',
    nodes: { n: 4 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['wide', 'q', { pods: ['n', 'n', 'n', 'n'], min: 2 }],
      ['high', 'q', { priority: 60, task: { gpus: 3 } }],
    ],
    want: { wide: 'Releasing n', high: 'Pipelined n' },
  },
  {
    rule: 'a gang preempts as many as it needs',
    action: 'preempt',
    nodes: { n: 2, m: 2 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['a', 'q', { pods: ['n'] }],
      ['b', 'q', { pods: ['n'] }],
      ['c', 'q', { pods: ['m'] }],
      ['d', 'q', { pods: ['m'] }],
      ['gang', 'q', { priority: 60, pods: ['', '', ''] }],
    ],
    want: {
      a: 'Running n',
      b: 'Releasing n',
      c: 'Releasing m',
      d: 'Releasing m',
      gang: 'Pipelined',
    },
  },
  {
    rule: 'a victim that has a place elsewhere goes there',
    action: 'preempt',
    nodes: { n: 1, m: 1 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['low', 'q', { pods: ['n'] }],
      ['high', 'q', { priority: 60, ...only('n') }],
    ],
    want: { low: 'Pipelined m', high: 'Pipelined n' },
  },
  {
    rule: 'a higher priority preempts where it may run, not where others are younger',
    action: 'preempt',
    nodes: { n: 1, m: 1 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['old', 'q', { pods: ['n'] }],
      ['new', 'q', { pods: ['m'] }],
      ['high', 'q', { priority: 60, ...only('n') }],
    ],
    want: { old: 'Releasing n', new: 'Running m', high: 'Pipelined n' },
  },
  {
    rule: 'pods by which a gang of higher priority grows preempt as any other',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['grows', 'q', { pods: ['n', ''], min: 1, priority: 60 }],
      ['low', 'q', { pods: ['n'] }],
    ],
    want: { 'grows-0': 'Running n', 'grows-1': 'Pipelined n', low: 'Releasing n' },
  },
  {
    rule: 'pods by which a gang grows preempt above the quota too',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['grows', 'q', { pods: ['n', ''], min: 1, priority: 60 }],
      ['low', 'q', { pods: ['n'] }],
    ],
    want: { 'grows-0': 'Running n', 'grows-1': 'Pipelined n', low: 'Releasing n' },
  },
  {
    rule: 'two of lower priority make way for one that needs both',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['a', 'q', { pods: ['n'], priority: 10 }],
      ['b', 'q', { pods: ['n'], priority: 20 }],
      ['high', 'q', { priority: 60, task: { gpus: 2 } }],
    ],
    want: { a: 'Releasing n', b: 'Releasing n', high: 'Pipelined n' },
  },
  {
    rule: 'nobody is stopped where that does not make enough room',
    action: 'preempt',
    nodes: { n: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['a', 'q', { pods: ['n'], priority: 10 }],
      ['b', 'q', { pods: ['n'], priority: 60 }],
      ['high', 'q', { priority: 60, task: { gpus: 2 } }],
    ],
    want: { a: 'Running n', b: 'Running n', high: 'Pending' },
  },
  {
    rule: 'in the steady state the higher runs and the lower waits, for good',
    nodes: { n: 2 },
    queues: { q: { gpu: [2] } },
    jobs: [
      ['low', 'q', { pods: ['n', 'n'] }],
      ['high', 'q', { priority: 60, pods: ['', ''] }],
    ],
    want: { low: 'Pending', high: 'Running n' },
  },
];
