import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closestTo } from '../../../domain/foundation/closest.ts';

const nodes = ['a100-01', 'a100-02', 'h100-01', 'v100-17'];

describe('closest names', () => {
  it('offers names with a letter changed, dropped, added or swapped', () => {
    expect(closestTo('v100-71', nodes)).toEqual(['v100-17']);
    expect(closestTo('v10-17', nodes)).toEqual(['v100-17']);
    expect(closestTo('v1000-17', nodes)).toEqual(['v100-17']);
  });

  it('offers names that begin with what was typed, and no others then', () => {
    expect(closestTo('a100', nodes)).toEqual(['a100-01', 'a100-02']);
  });

  it('offers nothing for a name that is like none', () => {
    expect(closestTo('database', nodes)).toEqual([]);
    expect(closestTo('', nodes)).toEqual([]);
  });

  it('∀ what is offered is known, at most three names, and a known name comes first', () => {
    const name = fc.stringMatching(/^[ab]{1,6}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.nat(), (names, pick) => {
        const typed = names[pick % names.length] ?? '';
        const offered = closestTo(typed, names);
        expect(offered[0]).toBe(typed);
        expect(offered.length).toBeLessThanOrEqual(3);
        expect(names).toEqual(expect.arrayContaining([...offered]));
      }),
      { numRuns: 100 },
    );
  });
});
