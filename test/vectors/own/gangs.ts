import type { Rule } from './terms.ts';

const set = (name: string, minAvailable: number) => ({ name, minAvailable });
const sets = (...podSets: readonly object[]) => ({ podGroup: { podSets } });
const of = (podSet: string, more: object = {}) => ({ podSet, ...more });

/** Gangs, pod sets and the stale (the peer's page, 1.3 and 1.6). */
export const gangs: readonly Rule[] = [
  {
    rule: 'a gang is placed wholly or not at all',
    action: 'allocate',
    nodes: { n: 2, m: 1 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['four', 'q', { pods: ['', '', '', ''] }],
      ['three', 'q', { pods: ['', '', ''] }],
    ],
    want: { four: 'Pending', three: 'Binding' },
  },
  {
    rule: 'a gang begins with its minimum and grows as far as there is room',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['', '', '', ''], min: 2 }]],
    want: { 'a-0': 'Binding n', 'a-1': 'Binding n', 'a-2': 'Binding n', 'a-3': 'Pending' },
  },
  {
    rule: 'no extra pod is placed where the minimum has no room',
    action: 'allocate',
    nodes: { n: 1 },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['', '', ''], min: 2 }]],
    want: { a: 'Pending' },
  },
  {
    rule: 'all pod sets reach their minimum together',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['', '', '', ''],
          more: sets(set('x', 2), set('y', 2)),
          tasks: [of('x'), of('x'), of('y'), of('y')],
        },
      ],
      ['b', 'q', { pods: ['', '', ''] }],
    ],
    want: { a: 'Pending', b: 'Binding n' },
  },
  {
    rule: 'pod sets grow by what they have of their minimum, then by name',
    action: 'allocate',
    nodes: { n: 5 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['', '', '', '', '', '', ''],
          more: sets(set('x', 1), set('y', 2)),
          tasks: [of('x'), of('x'), of('x'), of('y'), of('y'), of('y'), of('y')],
        },
      ],
    ],
    want: {
      'a-0': 'Binding n',
      'a-1': 'Binding n',
      'a-2': 'Pending',
      'a-3': 'Binding n',
      'a-4': 'Binding n',
      'a-5': 'Binding n',
      'a-6': 'Pending',
    },
  },
  {
    rule: 'a pod set that has lost pods is filled before anything grows',
    action: 'allocate',
    nodes: { n: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['n', 'n', '', 'n', ''],
          more: sets(set('x', 1), set('y', 2)),
          tasks: [of('x'), of('x'), of('x'), of('y'), of('y')],
        },
      ],
    ],
    want: { 'a-2': 'Pending', 'a-4': 'Binding n' },
  },
  {
    rule: 'one pod set that cannot be had keeps back the whole gang',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['', ''],
          more: sets(set('x', 1), set('y', 1)),
          tasks: [of('x'), of('y', { allowedNodes: ['elsewhere'] })],
        },
      ],
    ],
    want: { a: 'Pending' },
  },
  {
    rule: 'groups in groups stand or fall together',
    action: 'allocate',
    nodes: { n: 3 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['', '', '', ''],
          more: {
            podGroup: {
              groups: [
                { name: 'one', groups: [{ name: 'deep', podSets: [set('x', 2)] }] },
                { name: 'two', podSets: [set('y', 1), set('z', 1)] },
              ],
            },
          },
          tasks: [of('x'), of('x'), of('y'), of('z')],
        },
      ],
    ],
    want: { a: 'Pending' },
  },
  {
    rule: 'a gang that has been too small for longer than its grace is stopped, whoever it is',
    action: 'stalegangeviction',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['soft', 'q', { pods: ['n', ''], more: { brokenForSeconds: 61 } }],
      ['hard', 'q', { pods: ['n', ''], isKept: true, more: { brokenForSeconds: 61 } }],
    ],
    want: {
      'soft-0': 'Releasing n',
      'soft-1': 'Pending',
      'hard-0': 'Releasing n',
      'hard-1': 'Pending',
    },
  },
  {
    rule: 'a gang that has been too small for less than its grace runs on',
    action: 'stalegangeviction',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['n', ''], more: { brokenForSeconds: 59 } }]],
    want: { 'a-0': 'Running n' },
  },
  {
    rule: 'a gang of which a pod has succeeded is not stale',
    action: 'stalegangeviction',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['n', 'n'],
          min: 2,
          tasks: [{}, { status: 'Succeeded' }],
          more: { brokenForSeconds: 600 },
        },
      ],
    ],
    want: { 'a-0': 'Running n' },
  },
  {
    rule: 'one pod set below its minimum makes the whole gang stale, however many others run',
    action: 'stalegangeviction',
    nodes: { n: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'a',
        'q',
        {
          pods: ['n', 'n', 'n', ''],
          more: { ...sets(set('x', 1), set('y', 1)), brokenForSeconds: 90 },
          tasks: [of('x'), of('x'), of('x'), of('y')],
        },
      ],
    ],
    want: {
      'a-0': 'Releasing n',
      'a-1': 'Releasing n',
      'a-2': 'Releasing n',
      'a-3': 'Pending',
    },
  },
  {
    rule: 'a gang that has its minimum is not stale, whatever else is missing',
    action: 'stalegangeviction',
    nodes: { n: 4 },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['n', '', ''], min: 1, more: { brokenForSeconds: 900 } }]],
    want: { 'a-0': 'Running n' },
  },
  {
    rule: 'in the steady state a broken gang is mended where there is room',
    nodes: { n: 2 },
    queues: { q: { gpu: [9] } },
    jobs: [['a', 'q', { pods: ['n', ''] }]],
    want: { a: 'Running n' },
  },
];
