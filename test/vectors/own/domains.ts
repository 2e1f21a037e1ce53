import type { Rule } from './terms.ts';

const set = (name: string, minAvailable: number, constraint?: object) => ({
  name,
  minAvailable,
  ...(constraint === undefined ? {} : { constraint }),
});
const of = (podSet: string, more: object = {}) => ({ podSet, ...more });
const within = (level: string) => ({ topology: 'site', required: level });
const towards = (level: string) => ({ topology: 'site', preferred: level });
const at = (gpus: number, zone: string, rack: string) => ({ gpus, labels: { zone, rack } });
const inOne = (level: string) => ({ podGroup: { constraint: within(level) } });
const levels = ['zone', 'rack'];

/** Topology (the peer's page, 1.8). */
export const domains: readonly Rule[] = [
  {
    rule: 'a gang stays inside one domain of the level that it requires',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1'), b: at(2, 'z', 'r2'), c: at(2, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [['gang', 'q', { pods: ['', '', ''], more: inOne('rack') }]],
    want: { 'gang-0': 'Binding', 'gang-1': 'Binding', 'gang-2': 'Binding' },
    idle: { a: 2 },
  },
  {
    rule: 'a gang waits where no one domain has room, though all together have',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1'), b: at(2, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [['gang', 'q', { pods: ['', '', ''], more: inOne('rack') }]],
    want: { gang: 'Pending' },
  },
  {
    rule: 'of domains with room the tightest is taken',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(4, 'z', 'r1'), b: at(3, 'z', 'r2'), c: at(2, 'z', 'r3') },
    queues: { q: { gpu: [9] } },
    jobs: [['pair', 'q', { pods: ['', ''], more: inOne('rack') }]],
    want: { pair: 'Binding c' },
  },
  {
    rule: 'of domains that are alike the first by id is taken',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r2'), b: at(2, 'z', 'r1') },
    queues: { q: { gpu: [9] } },
    jobs: [['pair', 'q', { pods: ['', ''], more: inOne('rack') }]],
    want: { pair: 'Binding b' },
  },
  {
    rule: 'a node that lacks a label of a level is outside',
    action: 'allocate',
    topology: levels,
    nodes: { a: { gpus: 4, labels: { rack: 'r1' } }, b: { gpus: 4 } },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['pair', 'q', { pods: ['', ''], more: inOne('rack') }],
      ['free', 'q'],
    ],
    want: { pair: 'Pending', free: 'Binding a' },
  },
  {
    rule: 'a wider level that is required is enough: the gang may cross racks of a zone',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z1', 'r1'), b: at(2, 'z2', 'r2'), c: at(2, 'z2', 'r3') },
    queues: { q: { gpu: [9] } },
    jobs: [['gang', 'q', { pods: ['', '', ''], more: inOne('zone') }]],
    want: { gang: 'Binding' },
    idle: { a: 2 },
  },
  {
    rule: 'racks of one name in two zones are two racks',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z1', 'r'), b: at(2, 'z2', 'r') },
    queues: { q: { gpu: [9] } },
    jobs: [['gang', 'q', { pods: ['', '', ''], more: inOne('rack') }]],
    want: { gang: 'Pending' },
  },
  {
    rule: 'what is preferred is had where it can be had',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(1, 'z', 'r1'), b: at(2, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [['pair', 'q', { pods: ['', ''], more: { podGroup: { constraint: towards('rack') } } }]],
    want: { pair: 'Binding b' },
  },
  {
    rule: 'what is preferred is left where it cannot be had',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(1, 'z', 'r1'), b: at(2, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['gang', 'q', { pods: ['', '', ''], more: { podGroup: { constraint: towards('rack') } } }],
    ],
    want: { gang: 'Binding' },
  },
  {
    rule: 'a zone is required and a rack of it preferred',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z1', 'r1'), b: at(1, 'z2', 'r2'), c: at(1, 'z2', 'r3') },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'pair',
        'q',
        {
          pods: ['', ''],
          more: { podGroup: { constraint: { ...within('zone'), preferred: 'rack' } } },
        },
      ],
    ],
    want: { pair: 'Binding a' },
  },
  {
    rule: 'each group finds a domain of its own',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1'), b: at(2, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'gang',
        'q',
        {
          pods: ['', '', '', ''],
          more: {
            podGroup: {
              groups: [
                { name: 'one', constraint: within('rack'), podSets: [set('x', 2)] },
                { name: 'two', constraint: within('rack'), podSets: [set('y', 2)] },
              ],
            },
          },
          tasks: [of('x'), of('x'), of('y'), of('y')],
        },
      ],
    ],
    want: {
      'gang-0': 'Binding a',
      'gang-1': 'Binding a',
      'gang-2': 'Binding b',
      'gang-3': 'Binding b',
    },
  },
  {
    rule: 'a zone for all and a rack for each of its pod sets',
    action: 'allocate',
    topology: levels,
    nodes: {
      a: at(2, 'z1', 'r1'),
      b: at(1, 'z1', 'r2'),
      c: at(2, 'z2', 'r3'),
      d: at(2, 'z2', 'r4'),
    },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'gang',
        'q',
        {
          pods: ['', '', '', ''],
          more: {
            podGroup: {
              constraint: within('zone'),
              podSets: [set('x', 2, within('rack')), set('y', 2, within('rack'))],
            },
          },
          tasks: [of('x'), of('x'), of('y'), of('y')],
        },
      ],
    ],
    want: {
      'gang-0': 'Binding c',
      'gang-1': 'Binding c',
      'gang-2': 'Binding d',
      'gang-3': 'Binding d',
    },
  },
  {
    rule: 'pods that run pin the domain of those that come',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1'), b: at(4, 'z', 'r2') },
    queues: { q: { gpu: [9] } },
    jobs: [
      [
        'gang',
        'q',
        {
          pods: ['a', '', ''],
          more: {
            podGroup: {
              constraint: within('rack'),
              podSets: [{ name: 'default', minAvailable: 1 }],
            },
          },
        },
      ],
    ],
    want: { 'gang-1': 'Binding a', 'gang-2': 'Pending' },
  },
  {
    rule: 'an unknown level is required in vain',
    action: 'allocate',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1') },
    queues: { q: { gpu: [9] } },
    jobs: [
      ['a', 'q', { more: inOne('row') }],
      ['b', 'q'],
    ],
    want: { a: 'Pending', b: 'Binding a' },
  },
  {
    rule: 'reclaim makes room in one domain',
    action: 'reclaim',
    topology: levels,
    nodes: { a: at(2, 'z', 'r1'), b: at(2, 'z', 'r2') },
    queues: { q: { gpu: [2] }, r: { gpu: [1] } },
    jobs: [
      ['b0', 'r', { pods: ['b'] }],
      ['a0', 'r', { pods: ['a'] }],
      ['a1', 'r', { pods: ['a'], isKept: true, priority: 100 }],
      ['b1', 'r', { pods: ['b'] }],
      ['pair', 'q', { pods: ['', ''], more: inOne('rack') }],
    ],
    want: {
      a0: 'Running a',
      a1: 'Running a',
      b0: 'Releasing b',
      b1: 'Releasing b',
      pair: 'Pipelined b',
    },
  },
];
