import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fairShares } from '../../../domain/allocation/index.ts';
import { shareTrees } from '../../arbitraries/kernel/shares.ts';
import { slowFairShares } from '../../oracles/fair-share.ts';
import { runs } from './runs.ts';

describe('allocation › laws › fair share', () => {
  it('∀ shares are those of an exact slow division (S19, S4: kueue PR#6617, kueue#14412, kueue#13391)', () => {
    fc.assert(
      fc.property(shareTrees, ({ total, queues, usageFactorMilli }) => {
        expect(fairShares(total, queues, usageFactorMilli)).toEqual(
          slowFairShares(total, queues, usageFactorMilli),
        );
      }),
      runs(1500),
    );
  });
});
