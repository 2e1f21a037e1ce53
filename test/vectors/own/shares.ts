import type { Rule } from './terms.ts';

/** So many jobs of one device each. */
const jobsOf = (name: string, count: number, at = ''): Rule['jobs'] =>
  Array.from({ length: count }, (_, index) => [`${name}${index}`, name, { pods: [at] }] as const);

/** How those of a name from the first up to the next are to stand. */
const all = (name: string, [first, next]: readonly [number, number], words: string) =>
  Object.fromEntries(
    Array.from({ length: next - first }, (_, index) => [`${name}${first + index}`, words]),
  );

/** The division (the peer's page, 1.2), seen through what reclaim lets a queue take. */
export const shares: readonly Rule[] = [
  {
    rule: 'what is above the quotas goes by weight: two parts of three',
    action: 'reclaim',
    nodes: { n: 6 },
    queues: { q: { gpu: [0, -1, 2] }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('r', 6, 'n'), ...jobsOf('q', 5)],
    want: {
      ...all('r', [0, 2], 'Running n'),
      ...all('r', [2, 6], 'Releasing n'),
      ...all('q', [0, 4], 'Pipelined n'),
      q4: 'Pending',
    },
  },
  {
    rule: 'the higher priority gets all that it wants above its quota before the lower sees any',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [0, -1, 1], priority: 200 }, r: { gpu: [0, -1, 100] } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 3)],
    want: {
      r0: 'Running n',
      ...all('r', [1, 4], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
    },
  },
  {
    rule: 'the lower priority gets nothing above its quota while the higher wants all',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [0, -1, 100] }, r: { gpu: [0, -1, 1], priority: 200 } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 1)],
    want: { ...all('r', [0, 4], 'Running n'), q0: 'Pending' },
  },
  {
    rule: 'quotas come before priorities',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [2, -1, 0] }, r: { gpu: [0, -1, 1], priority: 200 } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 3)],
    want: {
      ...all('r', [0, 2], 'Running n'),
      ...all('r', [2, 4], 'Releasing n'),
      ...all('q', [0, 2], 'Pipelined n'),
      q2: 'Pending',
    },
  },
  {
    rule: 'a weight of zero never gets anything above the quota',
    action: 'reclaim',
    nodes: { n: 2 },
    queues: { q: { gpu: [0, -1, 0] }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('r', 2, 'n'), ...jobsOf('q', 1)],
    want: { ...all('r', [0, 2], 'Running n'), q0: 'Pending' },
  },
  {
    rule: 'of equal parts of a device that are left over, the older queue gets the device',
    action: 'reclaim',
    nodes: { n: 5 },
    queues: { q: { gpu: [0, -1, 1] }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('r', 5, 'n'), ...jobsOf('q', 4)],
    want: {
      ...all('r', [0, 2], 'Running n'),
      ...all('r', [2, 5], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
      q3: 'Pending',
    },
  },
  {
    rule: 'of equal parts of a device that are left over, the younger queue gets none',
    action: 'reclaim',
    nodes: { n: 5 },
    queues: { q: { gpu: [0, -1, 1], createdMinute: 9 }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('r', 5, 'n'), ...jobsOf('q', 4)],
    want: {
      ...all('r', [0, 3], 'Running n'),
      ...all('r', [3, 5], 'Releasing n'),
      ...all('q', [0, 2], 'Pipelined n'),
      ...all('q', [2, 4], 'Pending'),
    },
  },
  {
    rule: 'the larger part that is left over goes first, whatever the age',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [0, -1, 2], createdMinute: 9 }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 4)],
    want: {
      r0: 'Running n',
      ...all('r', [1, 4], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
      q3: 'Pending',
    },
  },
  {
    rule: 'who wants less than its part leaves the rest for another round',
    action: 'reclaim',
    nodes: { n: 6 },
    queues: { p: { gpu: [0, -1, 1] }, q: { gpu: [0, -1, 1] }, r: { gpu: [0, -1, 1] } },
    jobs: [...jobsOf('p', 1, 'n'), ...jobsOf('r', 5, 'n'), ...jobsOf('q', 5)],
    want: {
      p0: 'Running n',
      ...all('r', [0, 2], 'Running n'),
      ...all('r', [2, 5], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
      ...all('q', [3, 5], 'Pending'),
    },
  },
  {
    rule: 'quotas that add up to more than there is are not scaled, and nobody inside its own is reclaimed from',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [4] }, r: { gpu: [4] } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 1)],
    want: { ...all('r', [0, 4], 'Running n'), q0: 'Pending' },
  },
  {
    rule: 'no more is wanted by a queue than its limit lets it have',
    action: 'reclaim',
    nodes: { n: 6 },
    queues: { p: { gpu: [0, 1, 1] }, q: { gpu: [0, -1, 1] }, r: { gpu: [0, -1, 1] } },
    jobs: [
      ...jobsOf('p', 1, 'n'),
      ...jobsOf('r', 5, 'n'),
      ...jobsOf('p', 6).slice(1),
      ...jobsOf('q', 5),
    ],
    want: {
      p0: 'Running n',
      ...all('p', [1, 6], 'Pending'),
      ...all('r', [0, 2], 'Running n'),
      ...all('r', [2, 5], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
      ...all('q', [3, 5], 'Pending'),
    },
  },
  {
    rule: 'a quota that is unlimited is all there is, as far as it is wanted',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: { q: { gpu: [-1] }, r: { gpu: [0, -1, 5] } },
    jobs: [...jobsOf('r', 4, 'n'), ...jobsOf('q', 3)],
    want: {
      r0: 'Running n',
      ...all('r', [1, 4], 'Releasing n'),
      ...all('q', [0, 3], 'Pipelined n'),
    },
  },
  {
    rule: 'the share of a parent is what its children divide',
    action: 'reclaim',
    nodes: { n: 8 },
    queues: {
      d: { gpu: [0, -1, 1] },
      e: { gpu: [0, -1, 1] },
      q: { parent: 'd', gpu: [0, -1, 1] },
      s: { parent: 'd', gpu: [0, -1, 3] },
      r: { parent: 'e', gpu: [0, -1, 1] },
    },
    jobs: [...jobsOf('s', 4, 'n'), ...jobsOf('r', 4, 'n'), ...jobsOf('q', 3)],
    want: {
      ...all('s', [0, 3], 'Running n'),
      s3: 'Releasing n',
      ...all('r', [0, 4], 'Running n'),
      q0: 'Pipelined n',
      ...all('q', [1, 3], 'Pending'),
    },
  },
  {
    rule: 'children’s quotas that are more than their parent’s share give no right against other parents',
    action: 'reclaim',
    nodes: { n: 4 },
    queues: {
      d: { gpu: [2] },
      e: { gpu: [2] },
      q: { parent: 'd', gpu: [2] },
      s: { parent: 'd', gpu: [2] },
      r: { parent: 'e', gpu: [2] },
    },
    jobs: [...jobsOf('s', 2, 'n'), ...jobsOf('r', 2, 'n'), ...jobsOf('q', 1)],
    want: { ...all('s', [0, 2], 'Running n'), ...all('r', [0, 2], 'Running n'), q0: 'Pending' },
  },
  {
    rule: 'cores are divided by themselves, whatever becomes of devices',
    action: 'reclaim',
    nodes: { n: { gpus: 0, cpuCores: 8 } },
    queues: { q: { cpu: [2000, -1, 1] }, r: { cpu: [2000, -1, 1] } },
    jobs: [
      ['r0', 'r', { pods: ['n'], task: { gpus: 0, cpuCores: 4 } }],
      ['r1', 'r', { pods: ['n'], task: { gpus: 0, cpuCores: 4 } }],
      ['q0', 'q', { task: { gpus: 0, cpuCores: 4 } }],
      ['q1', 'q', { task: { gpus: 0, cpuCores: 1 } }],
    ],
    want: { r0: 'Running n', r1: 'Releasing n', q0: 'Pipelined n', q1: 'Pending' },
  },
  {
    rule: 'a share of parts of devices is whole devices and what is asked',
    action: 'reclaim',
    nodes: { n: 1 },
    queues: { q: { gpu: [0.5] }, r: { gpu: [0.5] } },
    jobs: [
      ['r0', 'r', { pods: ['n'], task: { gpus: null, gpuFraction: 0.5, gpuGroups: ['x'] } }],
      ['r1', 'r', { pods: ['n'], task: { gpus: null, gpuFraction: 0.5, gpuGroups: ['x'] } }],
      ['q0', 'q', { task: { gpus: null, gpuFraction: 0.5 } }],
    ],
    want: { r0: 'Running n', r1: 'Releasing n', q0: 'Pipelined n' },
  },
  {
    rule: 'shares in the steady state: both queues end with theirs, and stay',
    nodes: { n: 4, m: 2 },
    queues: { q: { gpu: [1, -1, 1] }, r: { gpu: [1, -1, 1] } },
    jobs: [
      ['r0', 'r', { pods: ['n'] }],
      ['r1', 'r', { pods: ['n'] }],
      ['r2', 'r', { pods: ['n'] }],
      ['r3', 'r', { pods: ['n'] }],
      ['r4', 'r', { pods: ['m'] }],
      ['r5', 'r', { pods: ['m'] }],
      ...jobsOf('q', 4),
    ],
    want: {
      r0: 'Running n',
      r1: 'Running n',
      r2: 'Running n',
      ...all('r', [3, 6], 'Pending'),
      ...all('q', [0, 3], 'Running'),
      q3: 'Pending',
    },
  },
];
