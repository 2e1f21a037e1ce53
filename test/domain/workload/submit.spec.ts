import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLeft, left } from '../../../domain/foundation/fp.ts';
import {
  defaultsByType,
  type InvalidSpec,
  preemptibleByDefault,
  priorityByWord,
  type SubmitWorkload,
  workload,
} from '../../../domain/workload/index.ts';
import { submissionFrom } from '../../arbitraries/workload.ts';
import { completed, gang, given, queued, submission, submitted, untilRunning } from './history.ts';

const withRequest = (change: Partial<typeof gang.request>): Partial<SubmitWorkload> => ({
  subGroups: [{ ...gang, request: { ...gang.request, ...change } }],
});

describe('workload › when Absent', () => {
  test('is created by its submission, and waits for a queue when there is none', () => {
    given().when(submission()).then(submitted());
  });

  test('is queued at once when its project has a queue in the pool', () => {
    given()
      .when(submission({ queueId: 'vision@default' }))
      .then(submitted(), queued());
  });

  test('stores what was asked and nothing of what the shell read', () => {
    const asked = {
      nodeSelector: { zone: ['a', 'b'] },
      tolerations: [{ key: 'spot', operator: 'Exists' as const, value: '', effect: '' }],
      graceMs: 5,
    };
    const { data } = submitted();
    given()
      .when(submission(asked))
      .then({ type: 'WorkloadSubmitted', data: { ...data, ...asked } } as ReturnType<
        typeof submitted
      >);
  });

  test('rejects a project, a pool or a name that will not do', () => {
    given()
      .when(submission({ isProjectKnown: false }))
      .then({ _tag: 'UnknownProject', projectId: 'vision' });
    given()
      .when(submission({ isNodePoolKnown: false }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'default' });
    given()
      .when(submission({ isNameTaken: true }))
      .then({ _tag: 'NameTaken', name: 'bert-large', projectId: 'vision' });
  });

  test.each<readonly [string, Partial<SubmitWorkload>, Omit<InvalidSpec, '_tag'>]>([
    ['no name', { name: '' }, { pointer: '/name', value: '', problem: 'Empty', bound: 1 }],
    [
      'a name of 254 characters',
      { name: 'n'.repeat(254) },
      { pointer: '/name', value: 254, problem: 'AboveBound', bound: 253 },
    ],
    [
      'a project id in capitals',
      { projectId: 'Vision' },
      { pointer: '/projectId', value: 'Vision', problem: 'NotAnId' },
    ],
    [
      'a pool id with a slash',
      { nodePoolId: 'a/b' },
      { pointer: '/nodePoolId', value: 'a/b', problem: 'NotAnId' },
    ],
    [
      'a negative priority',
      { priority: -1 },
      { pointer: '/priority', value: -1, problem: 'NotAWholeNumber', bound: 0 },
    ],
    [
      'a priority past 2^53',
      { priority: 2 ** 53 },
      { pointer: '/priority', value: 2 ** 53, problem: 'NotAWholeNumber', bound: 0 },
    ],
    [
      'half a millisecond of grace',
      { graceMs: 0.5 },
      { pointer: '/graceMs', value: 0.5, problem: 'NotAWholeNumber', bound: 0 },
    ],
    [
      'no sub-groups',
      { subGroups: [] },
      { pointer: '/subGroups', value: 0, problem: 'Empty', bound: 1 },
    ],
    [
      '65 sub-groups',
      { subGroups: Array.from({ length: 65 }, (_, k) => ({ ...gang, name: `g${k}` })) },
      { pointer: '/subGroups', value: 65, problem: 'AboveBound', bound: 64 },
    ],
    [
      'two sub-groups of one name',
      { subGroups: [gang, gang] },
      { pointer: '/subGroups/1/name', value: 'main', problem: 'Duplicate' },
    ],
    [
      'a sub-group without a name',
      { subGroups: [{ ...gang, name: '' }] },
      { pointer: '/subGroups/0/name', value: '', problem: 'Empty', bound: 1 },
    ],
    [
      'a sub-group without pods',
      { subGroups: [{ ...gang, pods: 0 }] },
      { pointer: '/subGroups/0/pods', value: 0, problem: 'NotAWholeNumber', bound: 1 },
    ],
    [
      'more than 10,000 pods in sum',
      {
        subGroups: [
          { ...gang, pods: 9_999 },
          { ...gang, name: 'b' },
        ],
      },
      { pointer: '/subGroups/1/pods', value: 10_001, problem: 'AboveBound', bound: 10_000 },
    ],
    [
      'a share of no card',
      withRequest({ gpuDevices: 0, gpuMilli: 500 }),
      { pointer: '/subGroups/0/request/gpuMilli', value: 500, problem: 'ShareWithoutDevices' },
    ],
    [
      'cards of which it takes nothing',
      withRequest({ gpuMilli: 0 }),
      {
        pointer: '/subGroups/0/request/gpuMilli',
        value: 0,
        problem: 'DevicesWithoutShare',
        bound: 1,
      },
    ],
    [
      'more than a whole card of a card',
      withRequest({ gpuMilli: 1001 }),
      { pointer: '/subGroups/0/request/gpuMilli', value: 1001, problem: 'AboveBound', bound: 1000 },
    ],
    [
      'NaN devices',
      withRequest({ gpuDevices: Number.NaN }),
      {
        pointer: '/subGroups/0/request/gpuDevices',
        value: Number.NaN,
        problem: 'NotAWholeNumber',
        bound: 0,
      },
    ],
    [
      'negative memory',
      withRequest({ memoryBytes: -1 }),
      {
        pointer: '/subGroups/0/request/memoryBytes',
        value: -1,
        problem: 'NotAWholeNumber',
        bound: 0,
      },
    ],
    [
      'infinite CPU',
      withRequest({ cpuMilli: Number.POSITIVE_INFINITY }),
      {
        pointer: '/subGroups/0/request/cpuMilli',
        value: Number.POSITIVE_INFINITY,
        problem: 'NotAWholeNumber',
        bound: 0,
      },
    ],
    [
      'a sum of cards that no sum of queues could hold',
      withRequest({ gpuDevices: 4_294_968 }),
      {
        pointer: '/subGroups/0/request/gpuDevices',
        value: 8_589_936_000,
        problem: 'AboveBound',
        bound: 8_589_934_592,
      },
    ],
  ])('rejects %s, and points at it', (_what, change, problem) => {
    given()
      .when(submission(change))
      .then({ _tag: 'InvalidSpec', ...problem });
  });
});

describe('workload › when it was submitted', () => {
  test('takes the same submission again as a repetition, even after its end', () => {
    given(submitted())
      .when(submission({ isNameTaken: true }))
      .thenNothing();
    given(...untilRunning, completed)
      .when(submission())
      .thenNothing();
  });

  test('rejects another submission for its id', () => {
    given(...untilRunning)
      .when(submission({ priority: 41 }))
      .then({ _tag: 'AlreadySubmitted', phase: 'Running' });
    given(...untilRunning, completed)
      .when(submission({ priority: 41 }))
      .then({ _tag: 'AlreadySubmitted', phase: 'Completed' });
  });

  test('∀ two submissions: the second is a repetition only when it asks for the same', () => {
    fc.assert(
      fc.property(submissionFrom, submissionFrom, (one, other) => {
        const open = { isProjectKnown: true, isNodePoolKnown: true, isNameTaken: false };
        const first = workload.decide({ ...one, ...open }, workload.initial);
        const state = isLeft(first)
          ? workload.initial
          : first.right.reduce(workload.evolve, workload.initial);
        const again = workload.decide({ ...other, queueId: one.queueId, ...open }, state);
        const { phase } = state;
        expect(again).toEqual(left({ _tag: 'AlreadySubmitted', phase }));
      }),
      { numRuns: 100 },
    );
  });
});

describe('workload › what a type gets by default', () => {
  test('is the priority and preemptibility of its category', () => {
    expect(defaultsByType).toEqual({
      workspace: { priority: 125, preemptible: false },
      training: { priority: 40, preemptible: true },
      distributed: { priority: 40, preemptible: true },
      inference: { priority: 150, preemptible: false },
    });
  });

  test('agrees with the rule that 100 and above is non-preemptible', () => {
    for (const { priority, preemptible } of Object.values(defaultsByType)) {
      expect(preemptibleByDefault(priority)).toBe(preemptible);
    }
    expect([99, 100].map(preemptibleByDefault)).toEqual([true, false]);
    expect(Object.values(priorityByWord)).toEqual([25, 40, 65, 80, 90, 125, 150]);
  });
});
