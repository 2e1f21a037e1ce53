import { describe, expect, it } from 'vitest';
import { evictingActions, everyNeed } from './needs.ts';
import { allTags, everyVerdict } from './truth.ts';

/** So many cases are looked at, and each kind of them so often at least. */
const casesMin = 10_000;
const ofEachMin = 20;

describe('allocation › laws › truth › patiently', () => {
  it('∀ whoever waits is told what stands in its way: by the figures of the books, and without that it gets its devices, or is told something else (S32: volcano#4971, kueue#13400)', () => {
    const { told, counterfactuals, parted } = everyVerdict(800);
    expect(allTags.filter((tag) => (told.get(tag) ?? 0) < ofEachMin)).toEqual([]);
    expect(parted).toBeGreaterThan(ofEachMin);
    expect(counterfactuals).toBeGreaterThan(casesMin);
  });

  it('∀ whoever goes had to: both sides are quoted as they were, a rule let it go, the place fits then, and would not without one of them (S12: volcano#4926, YUNIKORN-2699)', () => {
    const { recomputed, searched } = everyNeed(12_000);
    const decisions = [...recomputed.values()].reduce((sum, one) => sum + one, 0);
    expect(evictingActions.filter((one) => (recomputed.get(one) ?? 0) < ofEachMin)).toEqual([]);
    expect(decisions).toBeGreaterThan(casesMin);
    expect(searched).toBeGreaterThan(casesMin / 2);
  });
});
