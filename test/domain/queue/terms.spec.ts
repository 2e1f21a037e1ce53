import { describe, expect, test } from 'vitest';
import { isRight } from '../../../domain/foundation/fp.ts';
import { entitlementsOf, judgeGrant, queue, type TermsAsked } from '../../../domain/queue/index.ts';
import { entitlementsOfGpus, noneInUse } from '../../arbitraries/entitlements.ts';
import { openQueue, queueEntitled, queueOpened } from '../../arbitraries/queue.ts';
import { givenFor } from '../given.ts';

const given = givenFor(queue);
const promised = entitlementsOfGpus(4);
const terms = {
  preemptMinRunMs: 60_000,
  reclaimMinRunMs: 0,
  maxRunMs: 3_600_000,
  lendingMax: { gpuMilli: 1000 },
  others: { 'gpu:H100 PCIe': { quota: -1, limit: 2000 } },
};

const problemOf = (asked: TermsAsked): unknown => {
  const judged = entitlementsOf({ ...promised, terms: asked });
  return isRight(judged) ? judged.right.terms : judged.left;
};

describe('queue › terms', () => {
  test('stand in the facts with what is promised', () => {
    const entitlements = { ...promised, terms };
    given().when(openQueue({ entitlements })).then(queueOpened({ entitlements }));
    given(queueOpened())
      .when({ type: 'EntitleQueue', entitlements })
      .then(queueEntitled(entitlements));
    given(queueOpened({ entitlements })).when({ type: 'EntitleQueue', entitlements }).then();
  });

  test('are no more where what is promised says none', () => {
    given(queueOpened({ entitlements: { ...promised, terms } }))
      .when({ type: 'EntitleQueue', entitlements: promised })
      .then(queueEntitled(promised));
  });

  test('that say nothing are not there at all', () => {
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({ lendingMax: {}, others: {} })).toBeUndefined();
    expect(problemOf({ others: { 'gpu:A100': {} } })).toBeUndefined();
    expect(problemOf({ others: { 'example.com/nic': { limit: 3 } } })).toEqual({
      others: { 'example.com/nic': { quota: -1, limit: 3 } },
    });
  });

  test.each([
    ['preemptMinRunMs', { preemptMinRunMs: -1 }, 'must be a whole number from 0 to'],
    ['reclaimMinRunMs', { reclaimMinRunMs: 0.5 }, 'must be a whole number from 0 to'],
    ['maxRunMs', { maxRunMs: 0 }, 'must be a whole number from 1 to'],
    ['lendingMax/gpuMilli', { lendingMax: { gpuMilli: -1 } }, 'must be a whole number from 0'],
    ['others/gpu:', { others: { 'gpu:': { limit: 1 } } }, 'must be "gpu:" and a device model'],
    ['others/cpu', { others: { cpu: { limit: 1 } } }, 'this one has a field of its own'],
    ['others/a~1b/limit', { others: { 'a/b': { limit: -2 } } }, 'must be -1 (none) or a whole'],
    [
      'others/a/limit',
      { others: { a: { quota: 3, limit: 2 } } },
      'must be -1 (none) or at least the quota, 3',
    ],
  ] as const)('%s is refused where it makes no sense', (pointer, asked, problem) => {
    expect(problemOf(asked)).toMatchObject({
      _tag: 'InvalidEntitlement',
      pointer: `/entitlements/terms/${pointer}`,
      problem: expect.stringContaining(problem),
    });
  });

  test('bounds by name are few', () => {
    const others = Object.fromEntries(Array.from({ length: 65 }, (_, k) => [`r${k}`, {}]));
    expect(problemOf({ others })).toMatchObject({ pointer: '/entitlements/terms/others' });
  });
});

describe('queue › a grant and its terms', () => {
  const known = { nodePoolId: 'default', isNodePoolKnown: true, nonPreemptibleInUse: noneInUse };
  const before = [{ nodePoolId: 'default', entitlements: { ...promised, terms } }];
  const granted = (asked: Parameters<typeof judgeGrant>[0]['entitlements']) => {
    const judged = judgeGrant({ ...known, entitlements: asked }, before);
    return isRight(judged) ? judged.right : judged.left;
  };

  test('that says nothing of terms leaves them as they are', () => {
    expect(granted(promised)).toBeUndefined();
    expect(granted(entitlementsOfGpus(5))).toMatchObject({ entitlements: { terms } });
  });

  test('that says terms sets all of them anew, and none where it says none', () => {
    expect(granted({ ...promised, terms: { maxRunMs: 1 } })).toMatchObject({
      entitlements: { terms: { maxRunMs: 1 } },
    });
    expect(granted({ ...promised, terms: {} })).toEqual({
      nodePoolId: 'default',
      entitlements: promised,
    });
  });
});
