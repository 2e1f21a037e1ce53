import type { Rule } from './terms.ts';

/** Where ours answers otherwise than the peer on purpose: the cheapest victims, not the first that will do. */
export const mended: readonly Rule[] = [
  {
    rule: 'of two either of which will do the smaller goes, though the other is younger',
    action: 'preempt',
    nodes: { n: 3 },
    queues: { q: { gpu: [3] } },
    jobs: [
      ['old', 'q', { pods: ['n'] }],
      ['new', 'q', { pods: ['n'], task: { gpus: 2 } }],
      ['next', 'q', { priority: 60 }],
    ],
    want: { old: 'Releasing n', new: 'Running n', next: 'Pipelined n' },
  },
  {
    rule: 'one gang goes rather than two, though the two are younger',
    action: 'preempt',
    nodes: { n: 4 },
    queues: { q: { gpu: [4] } },
    jobs: [
      ['old', 'q', { pods: ['n'], task: { gpus: 2 } }],
      ['new', 'q', { pods: ['n'] }],
      ['newer', 'q', { pods: ['n'] }],
      ['next', 'q', { priority: 60, task: { gpus: 2 } }],
    ],
    want: { old: 'Releasing n', new: 'Running n', newer: 'Running n', next: 'Pipelined n' },
  },
];
