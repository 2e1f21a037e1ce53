import { describe, expect, it } from 'vitest';
import { kernelVersion } from '../../../domain/allocation/index.ts';
import { cases, parting, recorded, wordsOf } from './recorded.ts';

const { kernel, decisions } = recorded();

describe('the kernel decides as it was recorded', () => {
  it('under its version, in every history that there is', () => {
    expect(kernel).toBe(kernelVersion);
    expect(Object.keys(decisions)).toEqual(cases().map(({ name }) => name));
  });

  for (const one of cases())
    it(one.name, () => {
      expect(parting(decisions[one.name] ?? '', wordsOf(one))).toBeUndefined();
    });

  it('and another word is told with its place', () => {
    expect(parting('aa1111 bb2222', 'aa1111 bb2222')).toBeUndefined();
    expect(parting('aa1111 bb2222', 'aa1111 bb2223')).toMatch(/plan 1 of 2 decides otherwise/);
    expect(parting('aa1111 bb2222', 'aa1111 cc2222')).toMatch(/plan 1 of 2 is told something else/);
    expect(parting('aa1111', 'aa1111 bb2222')).toMatch(/plan 1 of 1 is told something else/);
  });
});
