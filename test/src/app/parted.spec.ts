import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partedIn } from '../../../src/app/parted.ts';

const plain = fc.jsonValue({ maxDepth: 3 });

describe('where two values part', () => {
  it.each([
    [{ a: 1 }, { a: 2 }, [{ path: '$.a', before: 1, after: 2 }]],
    [{ a: 1 }, {}, [{ path: '$.a', before: 1, after: undefined }]],
    [
      { 'no word': [1] },
      { 'no word': [1, 2] },
      [{ path: '$["no word"][1]', before: undefined, after: 2 }],
    ],
    [{}, { constructor: 1 }, [{ path: '$.constructor', before: undefined, after: 1 }]],
    [{ a: [] }, { a: {} }, [{ path: '$.a', before: [], after: {} }]],
    [null, { a: 1 }, [{ path: '$', before: null, after: { a: 1 } }]],
  ])('%j and %j', (before, after, wanted) => {
    expect(partedIn(before, after)).toEqual(wanted);
  });

  it('∀ values: nowhere from themselves; from another one at the same places both ways', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(partedIn(one, structuredClone(one))).toEqual([]);
        expect(
          partedIn(one, other)
            .map(({ path }) => path)
            .toSorted(),
        ).toEqual(
          partedIn(other, one)
            .map(({ path }) => path)
            .toSorted(),
        );
      }),
    );
  });
});
