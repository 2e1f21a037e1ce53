import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { isId } from '../../../domain/foundation/ids.ts';
import { entitlementsOf, queue, queueIdOf } from '../../../domain/queue/index.ts';
import {
  entitlementsFrom,
  entitlementsOfGpus,
  wildEntitlementsFrom,
} from '../../arbitraries/entitlements.ts';
import { openQueue, queueClosed, queueEntitled, queueOpened } from '../../arbitraries/queue.ts';
import { givenFor } from '../given.ts';

const given = givenFor(queue);
const none = { pendingWorkloads: 0, openChildren: 0 };

describe('queue › id', () => {
  test('names the project and the pool, and says which owner is a department', () => {
    const place = { ownerId: 'vision', nodePoolId: 'a100' };
    expect(queueIdOf({ ownerKind: 'project', ...place })).toBe('vision@a100');
    expect(queueIdOf({ ownerKind: 'department', ...place })).toBe('department:vision@a100');
  });

  test('∀ owners and pools: different ones have different ids, and every id is one', () => {
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/);
    const place = fc.record({
      ownerKind: fc.constantFrom('project' as const, 'department' as const),
      ownerId: fc.oneof(name, fc.constantFrom('department', 'a')),
      nodePoolId: name,
    });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const isSame =
          a.ownerKind === b.ownerKind && a.ownerId === b.ownerId && a.nodePoolId === b.nodePoolId;
        expect(queueIdOf(a) === queueIdOf(b)).toBe(isSame);
        expect(isId(queueIdOf(a))).toBe(true);
      }),
    );
  });
});

describe('queue › OpenQueue', () => {
  test('opens below an open parent', () => {
    given().when(openQueue()).then(queueOpened());
  });

  test('opens at the top, where no parent is asked for', () => {
    const top = { ownerKind: 'department', parentId: '' } as const;
    given()
      .when(openQueue({ ...top, isParentOpen: false }))
      .then(queueOpened(top));
  });

  test('rejects a parent that is not open', () => {
    given()
      .when(openQueue({ isParentOpen: false }))
      .then({ _tag: 'MissingParent', parentId: 'department:science@default' });
  });

  test('rejects a department below another queue', () => {
    given()
      .when(openQueue({ ownerKind: 'department' }))
      .then({
        _tag: 'InvalidQueue',
        pointer: '/parentId',
        value: 'department:science@default',
        problem: 'must be empty: a department stands at the top',
      });
  });

  test('rejects an owner whose name is no DNS label', () => {
    given()
      .when(openQueue({ ownerId: 'Vision' }))
      .then({
        _tag: 'InvalidQueue',
        pointer: '/ownerId',
        value: 'Vision',
        problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
      });
  });

  test('rejects a queue that is open with other entitlements, or closed', () => {
    const entitlements = entitlementsOfGpus(5);
    given(queueOpened())
      .when(openQueue({ entitlements }))
      .then({ _tag: 'QueueExists', phase: 'Open' });
    given(queueOpened(), queueClosed)
      .when(openQueue())
      .then({ _tag: 'QueueExists', phase: 'Closed' });
  });
});

describe('queue › entitlements', () => {
  const base = entitlementsOfGpus(4);
  const remedy = 'say 0 for nothing guaranteed, -1 for all there is, or an amount';

  test('rejects a quota that was not said, for it would be a silent zero', () => {
    const { cpuMilli: _unset, ...entitlements } = base;
    given()
      .when(openQueue({ entitlements }))
      .then({ _tag: 'QuotaUnset', pointer: '/entitlements/cpuMilli/quota', remedy });
    given()
      .when(openQueue({ entitlements: { ...base, memoryMib: { limit: 5 } } }))
      .then({ _tag: 'QuotaUnset', pointer: '/entitlements/memoryMib/quota', remedy });
  });

  test('takes an explicit quota of 0', () => {
    const entitlements = entitlementsOfGpus(0);
    given().when(openQueue({ entitlements })).then(queueOpened({ entitlements }));
  });

  test('completes what may be left out: no limit, weight 2, priority 100', () => {
    const asked = { gpuMilli: { quota: 1 }, cpuMilli: { quota: -1 }, memoryMib: { quota: 0 } };
    const usual = { limit: -1, weight: 2 };
    const entitlements = {
      gpuMilli: { quota: 1, ...usual },
      cpuMilli: { quota: -1, ...usual },
      memoryMib: { quota: 0, ...usual },
      priority: 100,
    };
    given()
      .when(openQueue({ entitlements: asked }))
      .then(queueOpened({ entitlements }));
  });

  test('rejects a limit below the quota, but takes any limit below a quota of all there is', () => {
    const capped = (quota: number) => ({ ...base, gpuMilli: { quota, limit: 3000, weight: 1 } });
    given()
      .when(openQueue({ entitlements: capped(4000) }))
      .then({
        _tag: 'InvalidEntitlement',
        pointer: '/entitlements/gpuMilli/limit',
        value: 3000,
        problem: 'must be -1 (none) or at least the quota, 4000',
      });
    const entitlements = capped(-1);
    given().when(openQueue({ entitlements })).then(queueOpened({ entitlements }));
  });

  test.each([
    [{ ...base, gpuMilli: { quota: 0.5 } }, '/entitlements/gpuMilli/quota', 0.5],
    [{ ...base, gpuMilli: { quota: 2 ** 53 } }, '/entitlements/gpuMilli/quota', 2 ** 53],
    [{ ...base, cpuMilli: { quota: 1, limit: NaN } }, '/entitlements/cpuMilli/limit', NaN],
    [{ ...base, memoryMib: { quota: 1, weight: -1 } }, '/entitlements/memoryMib/weight', -1],
    [{ ...base, priority: -1 }, '/entitlements/priority', -1],
  ])('rejects a figure out of range and points to it: %j', (asked, pointer, value) => {
    const found = entitlementsOf(asked);
    expect(isLeft(found) ? found.left : found).toMatchObject({
      _tag: 'InvalidEntitlement',
      pointer,
      value,
    });
  });

  test('∀ what can stand: it stands as it was asked', () => {
    fc.assert(
      fc.property(entitlementsFrom, (asked) => {
        const found = entitlementsOf(asked);
        expect(isLeft(found) ? found.left : found.right).toEqual(asked);
      }),
    );
  });

  test('∀ whatever is asked: what is granted is whole, in range and never below its quota', () => {
    fc.assert(
      fc.property(fc.oneof(entitlementsFrom, wildEntitlementsFrom), (asked) => {
        const found = entitlementsOf(asked);
        if (isLeft(found)) {
          expect(found.left).toHaveProperty('pointer');
          return;
        }
        const { gpuMilli, cpuMilli, memoryMib } = found.right;
        for (const { quota, limit, weight } of [gpuMilli, cpuMilli, memoryMib]) {
          expect([quota, limit, weight].every(Number.isSafeInteger)).toBe(true);
          expect(limit === -1 || limit >= quota).toBe(true);
          expect(weight).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('queue › EntitleQueue', () => {
  test('sets other entitlements, and takes the same ones as a repetition', () => {
    const entitlements = entitlementsOfGpus(5);
    given(queueOpened())
      .when({ type: 'EntitleQueue', entitlements })
      .then(queueEntitled(entitlements));
    given(queueOpened(), queueEntitled(entitlements))
      .when({ type: 'EntitleQueue', entitlements })
      .then();
  });

  test('rejects a queue that is not open', () => {
    const command = { type: 'EntitleQueue', entitlements: entitlementsOfGpus(5) } as const;
    given().when(command).then({ _tag: 'QueueNotFound', phase: 'Absent' });
    given(queueOpened(), queueClosed)
      .when(command)
      .then({ _tag: 'QueueNotFound', phase: 'Closed' });
  });
});

describe('queue › CloseQueue', () => {
  test('closes an empty queue, once', () => {
    given(queueOpened())
      .when({ type: 'CloseQueue', ...none })
      .then(queueClosed);
    given(queueOpened(), queueClosed)
      .when({ type: 'CloseQueue', ...none })
      .then();
  });

  test('rejects while workloads wait in it or queues stand below it', () => {
    const inUse = { pendingWorkloads: 2, openChildren: 1 };
    given(queueOpened())
      .when({ type: 'CloseQueue', ...inUse })
      .then({ _tag: 'QueueInUse', ...inUse });
    given()
      .when({ type: 'CloseQueue', ...none })
      .then({ _tag: 'QueueNotFound', phase: 'Absent' });
  });
});
