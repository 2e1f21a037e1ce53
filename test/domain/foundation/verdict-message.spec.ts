import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText } from '../../../domain/foundation/amount-text.ts';
import { type Verdict, verdictShape } from '../../../domain/foundation/verdict.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import { fromSchema } from '../../arbitraries/from-schema.ts';

const cases: readonly (readonly [Verdict, string])[] = [
  [
    { _tag: 'QueueNotFound', queueId: 'vision@a100' },
    'Queue vision@a100 does not exist or takes no workloads.',
  ],
  [
    { _tag: 'NoMatchingNode', nodes: 12, refusedBySelector: 9, refusedByTaint: 3 },
    "None of the pool's 12 nodes will do: 9 without the labels asked for, " +
      '3 with a taint that it does not tolerate.',
  ],
  [
    { _tag: 'NoMatchingNode', nodes: 0, refusedBySelector: 0, refusedByTaint: 0 },
    'The node pool has no nodes.',
  ],
  [
    {
      _tag: 'LargerThanAnyNode',
      subGroup: 'main',
      askedGpuMilli: 16_000,
      largestGpuMilli: 8000,
      askedCpuMilli: 1000,
      largestCpuMilli: 64_000,
      askedMemoryBytes: 2_199_023_255_552,
      largestMemoryBytes: 1_099_511_627_776,
    },
    'A pod of sub-group main asks for more than any matching node has when empty: ' +
      '16 GPUs (the largest has 8 GPUs), 2048 GiB (the largest has 1024 GiB).',
  ],
  [
    {
      _tag: 'OverLimit',
      queueId: 'q',
      resource: 'gpuMilli',
      limit: 8000,
      allocated: 7500,
      asked: 1000,
    },
    'Queue q is limited to 8 GPUs; it holds 7.5 GPUs, and 1 GPU more is asked for.',
  ],
  [
    {
      _tag: 'NonPreemptibleOverQuota',
      queueId: 'q',
      resource: 'cpuMilli',
      quota: 4000,
      allocatedNonPreemptible: 4000,
      asked: 500,
    },
    'Non-preemptible work must stay inside the quota of queue q: 4 CPU cores, of which ' +
      '4 CPU cores are in non-preemptible use, and 0.5 CPU cores more are asked for.',
  ],
  [
    {
      _tag: 'NoMatchingNode',
      nodes: 5,
      refusedBySelector: 1,
      refusedByTaint: 1,
      refusals: [{ reason: 'mig', nodes: 3 }],
    },
    "None of the pool's 5 nodes will do: 1 without the labels asked for, " +
      '1 with a taint that it does not tolerate, 3 whose devices are partitioned otherwise.',
  ],
  [
    {
      _tag: 'NoMatchingNode',
      nodes: 5,
      refusedBySelector: 0,
      refusedByTaint: 0,
      refusals: [
        { reason: 'affinity', nodes: 2 },
        { reason: 'no-room', nodes: 2 },
        { reason: 'ports', nodes: 1 },
      ],
    },
    "None of the pool's 5 nodes will do: 0 without the labels asked for, " +
      '0 with a taint that it does not tolerate, ' +
      '2 near pods that it must not be near, or without those that it must be near, ' +
      '2 without room left for it, 1 on which another pod has its port.',
  ],
  [
    {
      _tag: 'OverNamedLimit',
      queueId: 'q',
      name: 'gpu:H100',
      limit: 4000,
      allocated: 3000,
      asked: 2000,
    },
    'Queue q is limited to 4 GPUs of model H100; it holds 3 GPUs of model H100, ' +
      'and 2 GPUs of model H100 more are asked for.',
  ],
  [
    {
      _tag: 'WithheldFromLending',
      queueId: 'q',
      resource: 'gpuMilli',
      free: 3000,
      withheld: 3000,
      asked: 1000,
    },
    '3 GPUs are free, but 3 GPUs of them are kept by queues that do not lend them, ' +
      'and queue q would have to borrow: 1 GPU more is asked for.',
  ],
  [
    { _tag: 'NoDomainFits', topology: 'racks', level: 'rack', domains: 2, podsAsked: 3 },
    'No rack of the 2 domains in topology racks has room for all 3 pods together.',
  ],
  [
    { _tag: 'ReservedForAnother', holderId: 'gang', podsAsked: 1 },
    'There is room for its 1 pod, but it is kept for gang, which was passed over too often.',
  ],
  [
    { _tag: 'BeyondQueueDepth', queueId: 'q', depth: 2, waiting: 3 },
    'The rules let no more than 2 workloads of queue q be tried at a time, and it stands behind those: 3 wait.',
  ],
  [
    {
      _tag: 'InsufficientCapacity',
      podsAsked: 8,
      podsFit: 7,
      askedGpuMilli: 64_000,
      freeGpuMilli: 60_000,
      actions: [
        { action: 'allocate', obstacle: 'TooFewPodsFit', figure: 7, bound: 8 },
        { action: 'reclaim', obstacle: 'NoVictims', figure: 0, bound: 0 },
        { action: 'preempt', obstacle: 'VictimsTooFew', figure: 4000, bound: 64_000 },
      ],
    },
    'Only 7 of 8 pods find a node; 64 GPUs are asked for, 60 GPUs are free in the pool. ' +
      'Reclaiming finds nobody who may be evicted for it. ' +
      'Preempting would not make room: 4 GPUs may be taken from others for the 64 GPUs asked for.',
  ],
];

const triedWith = (obstacle: 'AboveFairShare' | 'AboveQuota', figure: number, bound: number) =>
  messageOf({
    _tag: 'InsufficientCapacity',
    podsAsked: 1,
    podsFit: 0,
    askedGpuMilli: 1000,
    freeGpuMilli: 0,
    actions: [{ action: 'reclaim', obstacle, figure, bound }],
  });

describe('messageOf', () => {
  test.each([
    ['AboveFairShare', 419_750, 400_000, 'would lift its queue to 105% of its fair share.'],
    ['AboveFairShare', 400_001, 400_000, 'would lift its queue to 100.1% of its fair share.'],
    ['AboveFairShare', 1000, 0, 'would lift its queue above its fair share, which is nothing.'],
    ['AboveQuota', 36_000, 1000, 'would lift non-preemptible work to 36 times the quota.'],
  ] as const)('%s of %d with %d is told as a share: %s', (...told) => {
    const [obstacle, figure, bound, sentence] = told;
    expect(triedWith(obstacle, figure, bound)).toContain(`Reclaiming ${sentence}`);
  });

  test.each(cases)('$0._tag is told with its numbers', (verdict, sentence) => {
    expect(messageOf(verdict)).toBe(sentence);
  });

  test('∀ verdict: the message is whole sentences without holes', () => {
    fc.assert(
      fc.property(fromSchema(verdictShape), (verdict) => {
        const message = messageOf(verdict);
        expect(message.endsWith('.')).toBe(true);
        expect(message).not.toMatch(/undefined|NaN|\[object/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('amountText', () => {
  test.each([
    [1000, 'gpuMilli', '1 GPU'],
    [250, 'gpuMilli', '0.25 GPUs'],
    [-1, 'gpuMilli', 'no bound'],
    [1024, 'memoryMib', '1 GiB'],
    [1500, 'memoryMib', '1500 MiB'],
  ] as const)('%d of %s is %s', (value, resource, text) => {
    expect(amountText(value, resource)).toBe(text);
  });
});
