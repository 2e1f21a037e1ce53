import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fingersOf } from '../../../adapters/event-log-jetstream/fingers.ts';

describe('fingers', () => {
  it('∀ keys: every place of a key is a candidate, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 200 }), (keys) => {
        const fingers = fingersOf();
        for (const key of keys) fingers.push(key);
        for (const key of new Set(keys)) {
          const wanted = keys.flatMap((other, place) => (other === key ? [place] : []));
          expect(fingers.candidates(key).filter((place) => keys[place] === key)).toEqual(wanted);
        }
      }),
    );
  });

  it('of many keys are told apart, also after they have grown', () => {
    const fingers = fingersOf();
    for (let number = 0; number < 5000; number += 1) fingers.push(`cmd-${number >> 1}`);
    let candidates = 0;
    for (let number = 0; number < 2500; number += 1) {
      expect(fingers.candidates(`cmd-${number}`)).toContain(number * 2 + 1);
      candidates += fingers.candidates(`cmd-${number}`).length;
    }
    expect(candidates).toBeLessThan(5020);
    expect(fingers.candidates('none')).toEqual([]);
  });
});
