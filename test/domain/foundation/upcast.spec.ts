import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { upcast, type Upcaster } from '../../../domain/foundation/upcast.ts';

const said = (word: string): Upcaster => {
  const lift: Upcaster = (data) => ({ words: [...(data as { words: string[] }).words, word] });
  return lift;
};
const chain = [said('second'), said('third'), said('fourth')];

describe('upcast', () => {
  it('lifts a schema step by step to the present one', () => {
    expect(upcast(chain, 1, { words: [] })).toEqual({ words: ['second', 'third', 'fourth'] });
    expect(upcast(chain, 3, { words: [] })).toEqual({ words: ['fourth'] });
  });

  it('leaves the present schema as it is', () => {
    const data = { words: ['kept'] };
    expect(upcast(chain, 4, data)).toBe(data);
    expect(upcast([], 1, data)).toBe(data);
  });

  it('is a defect for a schema that is newer than the program', () => {
    expect(() => upcast(chain, 5, { words: [] })).toThrow(InvariantViolation);
  });
});
