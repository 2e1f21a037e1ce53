import { describe, expect, test } from 'vitest';
import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { type SubmitWorkload, workload } from '../../../domain/workload/index.ts';
import { gang, submission } from './history.ts';

const scalable = { workloadType: 'inference', replicas: { min: 1, max: 4 } } as const;
const manyEntries = Object.fromEntries(Array.from({ length: 257 }, (_, k) => [`k${k}`, '']));
const long = 'x'.repeat(16_385);

/** What is refused, where, and why. */
type Refused = readonly [
  change: Partial<SubmitWorkload>,
  pointer: string,
  problem: string,
  bound?: number,
];

const refused: readonly Refused[] = [
  [{ backoffLimit: -1 }, '/backoffLimit', 'NotAWholeNumber', 0],
  [{ backoffLimit: 2 ** 31 }, '/backoffLimit', 'AboveBound', 2 ** 31 - 1],
  [{ timeToLiveMs: 0.5 }, '/timeToLiveMs', 'NotAWholeNumber', 0],
  [{ timeToLiveMs: 4e12 }, '/timeToLiveMs', 'AboveBound', 3_155_760_000_000],
  [{ timeLimitMs: 0 }, '/timeLimitMs', 'NotAWholeNumber', 1],
  [{ timeLimitMs: 1000, workloadType: 'inference' }, '/timeLimitMs', 'NotForThisType'],
  [{ replicas: { min: 0, max: 4 } }, '/replicas', 'NotForThisType'],
  [{ ...scalable, subGroups: [gang, { ...gang, name: 'b' }] }, '/replicas', 'NotOneSubGroup', 1],
  [{ ...scalable, replicas: { min: 3, max: 2 } }, '/replicas/min', 'AboveBound', 2],
  [{ ...scalable, replicas: { min: 0, max: 0 } }, '/replicas/max', 'NotAWholeNumber', 1],
  [{ ...scalable, replicas: { min: 0, max: 1 } }, '/subGroups/0/pods', 'AboveBound', 1],
  [{ ...scalable, replicas: { min: 3, max: 4 } }, '/subGroups/0/pods', 'BelowBound', 3],
  [
    {
      ...scalable,
      replicas: { min: 0, max: 10_000 },
      subGroups: [{ ...gang, request: { ...gang.request, memoryBytes: 2 ** 41 } }],
    },
    '/replicas/max',
    'AboveBound',
    8_589_934_592,
  ],
  [{ clonedFrom: 'No Id' }, '/clonedFrom', 'NotAnId'],
  [{ labels: manyEntries }, '/labels', 'AboveBound', 256],
  [{ labels: { '': 'x' } }, '/labels/', 'Empty', 1],
  [{ labels: { 'a/b~c': long } }, '/labels/a~1b~0c', 'AboveBound', 16_384],
  [
    { annotations: { ['k'.repeat(318)]: 'x' } },
    `/annotations/${'k'.repeat(318)}`,
    'AboveBound',
    317,
  ],
  [{ annotations: { a: '\ud800' } }, '/annotations/a', 'NotWellFormed'],
  [{ labels: { '\ud800': 'a' } }, '/labels', 'NotWellFormed'],
  [{ name: 'a\ud800' }, '/name', 'NotWellFormed'],
  [{ container: { image: '' } }, '/container/image', 'Empty', 1],
  [{ container: { image: 'i', args: long } }, '/container/args', 'AboveBound', 16_384],
  [
    { container: { image: 'i', environment: { A: long } } },
    '/container/environment/A',
    'AboveBound',
    16_384,
  ],
  [{ nodeSelector: { zone: [long] } }, '/nodeSelector/zone/1', 'AboveBound', 16_384],
  [
    { nodeSelector: Object.fromEntries(Object.keys(manyEntries).map((key) => [key, []])) },
    '/nodeSelector',
    'AboveBound',
    256,
  ],
  [
    {
      tolerations: Array.from({ length: 257 }, () => ({
        key: '',
        operator: 'Exists',
        value: '',
        effect: '',
      })),
    },
    '/tolerations',
    'AboveBound',
    256,
  ],
];

describe('workload › what a submission may not say', () => {
  test.each(
    refused.map(([change, pointer, problem, bound]) => ({
      change,
      place: pointer.slice(0, 40),
      refusal: { _tag: 'InvalidSpec', pointer, problem, ...(bound === undefined ? {} : { bound }) },
    })),
  )('$refusal.problem is refused at $place', ({ change, refusal }) => {
    const decided = workload.decide(submission(change), workload.initial);
    expect(isLeft(decided) ? decided.left : decided).toMatchObject(refusal);
  });

  test('all texts together are bounded, and the one that passes the bound is named', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 9 }, (_, k) => [`k${k}`, 'é'.repeat(8000)]),
    );
    const decided = workload.decide(submission({ labels }), workload.initial);
    expect(isLeft(decided) ? decided.left : decided).toMatchObject({
      pointer: '/labels/k8',
      problem: 'AboveBound',
      bound: 131_072,
    });
  });

  test('what is within the bounds is stored as it was said', () => {
    const change = {
      ...scalable,
      labels: { team: 'red' },
      annotations: { note: 'é' },
      container: { image: 'i', command: 'c', args: 'a', workingDir: '/w', environment: { A: 'b' } },
      backoffLimit: 6,
      timeToLiveMs: 0,
      clonedFrom: 'w-1',
    };
    const { type, queueId, ...data } = submission(change);
    const { isProjectKnown, isNodePoolKnown, isNameTaken, ...asked } = data;
    expect([type, queueId, isProjectKnown, isNodePoolKnown, isNameTaken]).toHaveLength(5);
    expect(workload.decide(submission(change), workload.initial)).toEqual(
      right([{ type: 'WorkloadSubmitted', data: asked }]),
    );
  });
});
