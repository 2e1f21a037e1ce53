import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PodCount, typicalPodsOf } from '../../../../domain/allocation/score/typical.ts';

const seen = (gpuMilli: number, pods: number, but: Partial<PodCount> = {}): PodCount => ({
  gpuDevices: 1,
  gpuMilli,
  cpuMilli: 1000,
  models: [],
  pods,
  ...but,
});

const counts = fc.array(
  fc.record({
    gpuDevices: fc.constantFrom(0, 1, 2),
    gpuMilli: fc.constantFrom(0, 200, 500, 1000),
    cpuMilli: fc.constantFrom(1000, 2000),
    models: fc.subarray(['A', 'B']),
    pods: fc.nat(50),
  }),
  { maxLength: 20 },
);

describe('allocation › score › typical pods', () => {
  it('takes the most frequent kinds until 95 of 100 pods are covered', () => {
    const typical = typicalPodsOf([seen(200, 4), seen(500, 15), seen(810, 80), seen(100, 1)]);
    expect(typical.map(({ gpuMilli }) => gpuMilli)).toEqual([810, 500]);
    expect(typical.map(({ shareMicro }) => shareMicro)).toEqual([842_105, 157_895]);
  });

  it('takes the larger of kinds that are as frequent', () => {
    const typical = typicalPodsOf([
      seen(200, 50),
      seen(500, 5),
      seen(1000, 5, { gpuDevices: 2 }),
      seen(1000, 5),
      seen(800, 50),
    ]);
    const sizes = typical.map(({ gpuDevices, gpuMilli }) => gpuDevices * gpuMilli);
    expect(sizes).toEqual([800, 200, 2000, 1000]);
  });

  it('counts pods of one kind together, whatever the order of their models', () => {
    const [only, ...others] = typicalPodsOf([
      seen(500, 1, { models: ['A', 'B'] }),
      seen(500, 1, { models: ['B', 'A'] }),
    ]);
    expect(only?.shareMicro).toBe(1_000_000);
    expect(others).toEqual([]);
  });

  it('∀ the shares add up to a million, whatever the order of the counts', () => {
    fc.assert(
      fc.property(counts, (list) => {
        const typical = typicalPodsOf(list);
        const sum = typical.reduce((all, { shareMicro }) => all + shareMicro, 0);
        if (typical.length > 0) expect(Math.abs(sum - 1_000_000)).toBeLessThanOrEqual(20);
        const named = (pods: typeof typical) =>
          pods.map((pod) => ({ ...pod, models: pod.models.toSorted() }));
        expect(named(typicalPodsOf(list.toReversed()))).toEqual(named(typical));
      }),
    );
  });
});
