import { describe, expect, test } from 'vitest';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { leadership } from '../../../domain/leadership/index.ts';
import { leaderElected } from '../../arbitraries/leadership.ts';
import { givenFor } from '../given.ts';

const given = givenFor(leadership);

describe('leadership', () => {
  test('gives the next epoch to whoever asks, also to the one who has the last', () => {
    given().when({ type: 'Elect', holder: 'brain-0' }).then(leaderElected(1, 'brain-0'));
    given(leaderElected(1, 'brain-0'))
      .when({ type: 'Elect', holder: 'brain-0' })
      .then(leaderElected(2, 'brain-0'));
    given(leaderElected(1), leaderElected(2))
      .when({ type: 'Elect', holder: 'brain-1' })
      .then(leaderElected(3, 'brain-1'));
  });

  test.each(['', 'x'.repeat(254)])('rejects the holder %j', (holder) => {
    const { state } = given();
    expect(leadership.decide({ type: 'Elect', holder }, state)).toMatchObject({
      left: { _tag: 'InvalidHolder', pointer: '/holder' },
    });
  });

  test('an epoch that does not follow the last one is a defect', () => {
    expect(() => given(leaderElected(1), leaderElected(3))).toThrow(InvariantViolation);
    expect(() => given(leaderElected(1), leaderElected(1))).toThrow(InvariantViolation);
  });
});
