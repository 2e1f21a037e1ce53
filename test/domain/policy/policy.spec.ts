import { describe, expect, test } from 'vitest';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import { adoption, policyIn } from '../../../domain/policy/index.ts';
import { upcast } from '../../../domain/foundation/upcast.ts';
import { PolicyAdopted, type PolicyEvent } from '../../../domain/policy/events.ts';
import { givenFor } from '../given.ts';

const given = givenFor(adoption);
const far: Policy = { ...defaultPolicy, version: 'far', gpuPlacement: 'spread' };
const adopted = (policy: Policy): PolicyEvent => ({ type: 'PolicyAdopted', data: { policy } });
const adopt = (policy: Policy) => ({ type: 'AdoptPolicy', policy }) as const;

describe('the rules of a ledger', () => {
  test("are the program's own until others are adopted, and those until the next", () => {
    expect(policyIn(given().state)).toBeUndefined();
    given().when(adopt(far)).then(adopted(far));
    expect(policyIn(given(adopted(far)).state)).toEqual(far);
    given(adopted(far)).when(adopt(defaultPolicy)).then(adopted(defaultPolicy));
    expect(policyIn(given(adopted(far), adopted(defaultPolicy)).state)).toEqual(defaultPolicy);
  });

  test('of old say nothing of bounds that nobody could choose: they are what the kernel had', () => {
    const { attemptsMax, consolidationNodesMax, loneVictimsMax, ...old } = defaultPolicy.bounds;
    const stored = { policy: { ...far, bounds: old } };
    expect(upcast(PolicyAdopted.upcasters, 1, stored)).toEqual({ policy: far });
    expect([attemptsMax, consolidationNodesMax, loneVictimsMax]).toEqual([64, 12, 32]);
    for (const nothing of [undefined, {}, { policy: {} }])
      expect(upcast(PolicyAdopted.upcasters, 1, nothing)).toBe(nothing);
  });

  test('are adopted once: those in force make no fact', () => {
    given()
      .when(adopt({ ...defaultPolicy }))
      .then();
    given(adopted(far))
      .when(adopt({ ...far }))
      .then();
  });

  test('never share a version with other rules, however long ago those were in force', () => {
    const other: Policy = { ...far, gpuPlacement: 'fgd' };
    const taken = { left: { _tag: 'PolicyVersionTaken', version: 'far' } };
    for (const state of [
      given(adopted(far)).state,
      given(adopted(far), adopted(defaultPolicy)).state,
    ]) {
      expect(adoption.decide(adopt(other), state)).toMatchObject(taken);
    }
    const impostor: Policy = { ...defaultPolicy, bypassesMax: 1 };
    expect(adoption.decide(adopt(impostor), given().state)).toMatchObject({
      left: { version: defaultPolicy.version },
    });
  });
});
