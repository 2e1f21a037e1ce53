import type { Rule } from './terms.ts';

/** Limits, quotas and the non-preemptible rule (the peer's page, 1.1). */
export const limits: readonly Rule[] = [
  {
    rule: 'a job that would put its queue above its limit waits, though there is room',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [1, 1] } },
    jobs: [
      ['a', 'q'],
      ['b', 'q'],
    ],
    want: { a: 'Binding n', b: 'Pending' },
  },
  {
    rule: 'a limit of an ancestor holds for all queues below it together',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { d: { gpu: [2, 2] }, q: { parent: 'd', gpu: [1] }, r: { parent: 'd', gpu: [1] } },
    jobs: [
      ['a', 'q'],
      ['b', 'r'],
      ['c', 'q'],
    ],
    want: { a: 'Binding n', b: 'Binding n', c: 'Pending' },
  },
  {
    rule: 'a limit that is passed in what a job does not ask for does not stop it',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [4], cpu: [-1, 1000] } },
    jobs: [
      ['old', 'q', { pods: ['n'], task: { cpuCores: 2 } }],
      ['free', 'q', { task: { cpuCores: 0 } }],
      ['bound', 'q', { task: { cpuCores: 0.5 } }],
    ],
    want: { old: 'Running n', free: 'Binding n', bound: 'Pending' },
  },
  {
    rule: 'a limit of zero allows nothing',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [2, 0] } },
    jobs: [
      ['a', 'q'],
      ['cpu', 'q', { task: { gpus: 0 } }],
    ],
    want: { a: 'Pending', cpu: 'Binding n' },
  },
  {
    rule: 'a limit may be a part of a device',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [0.5, 0.5] } },
    jobs: [
      ['a', 'q', { task: { gpus: null, gpuFraction: 0.6 } }],
      ['b', 'q', { task: { gpus: null, gpuFraction: 0.4 } }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'a limit is checked for a whole gang before any of it is placed, and the next job is tried',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [4, 2] } },
    jobs: [
      ['a', 'q', { pods: ['', '', ''] }],
      ['b', 'q', { pods: ['', ''] }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'a gang that grows stops at the limit of its queue',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [4, 2] } },
    jobs: [['a', 'q', { pods: ['', '', '', ''], min: 1 }]],
    want: { 'a-0': 'Binding n', 'a-1': 'Binding n', 'a-2': 'Pending', 'a-3': 'Pending' },
  },
  {
    rule: 'who may be stopped may go beyond the quota, who may not be stopped may not',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['hard', 'q', { isKept: true, pods: ['', ''] }],
      ['soft', 'q', { pods: ['', ''] }],
    ],
    want: { hard: 'Pending', soft: 'Binding n' },
  },
  {
    rule: 'a quota of an ancestor bounds those who may not be stopped too',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { d: { gpu: [1] }, q: { parent: 'd', gpu: [2] } },
    jobs: [
      ['big', 'q', { isKept: true, pods: ['', ''] }],
      ['one', 'q', { isKept: true }],
    ],
    want: { big: 'Pending', one: 'Binding n' },
  },
  {
    rule: 'what may be stopped does not use up the quota of those who may not',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [1] } },
    jobs: [
      ['soft', 'q', { pods: ['n'] }],
      ['hard', 'q', { isKept: true, priority: 100 }],
    ],
    want: { soft: 'Running n', hard: 'Binding n' },
  },
  {
    rule: 'who may not be stopped stays inside the quota of cores too',
    action: 'allocate',
    nodes: { n: 2 },
    queues: { q: { gpu: [2], cpu: [1500] } },
    jobs: [
      ['wide', 'q', { isKept: true, task: { cpuCores: 2 } }],
      ['slim', 'q', { isKept: true, task: { cpuCores: 1 } }],
    ],
    want: { wide: 'Pending', slim: 'Binding n' },
  },
  {
    rule: 'a job of an inner queue and a job of a queue that is missing are skipped',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { d: { gpu: [4] }, q: { parent: 'd', gpu: [4] } },
    jobs: [
      ['inner', 'd'],
      ['lost', 'nowhere'],
      ['leaf', 'q'],
    ],
    want: { inner: 'Pending', lost: 'Pending', leaf: 'Binding n' },
  },
  {
    rule: 'a queue whose parent is missing is dropped with all that is below it',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { d: { parent: 'nowhere', gpu: [4] }, q: { parent: 'd', gpu: [4] }, r: { gpu: [1] } },
    jobs: [
      ['dropped', 'q'],
      ['kept', 'r'],
    ],
    want: { dropped: 'Pending', kept: 'Binding n' },
  },
  {
    rule: 'a tree may have many levels, and each level’s limit holds',
    action: 'allocate',
    nodes: { n: 4 },
    queues: {
      a: { gpu: [4] },
      b: { parent: 'a', gpu: [4, 1] },
      c: { parent: 'b', gpu: [4] },
      d: { parent: 'c', gpu: [4] },
      e: { parent: 'a', gpu: [4] },
    },
    jobs: [
      ['deep', 'd'],
      ['more', 'd'],
      ['beside', 'e', { pods: ['', '', ''] }],
    ],
    want: { deep: 'Binding n', more: 'Pending', beside: 'Binding n' },
  },
];
