import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypicalPod } from '../../../../domain/allocation/policy/policy.ts';
import { fgdMeasure } from '../../../../domain/allocation/score/fgd.ts';
import { levelOf } from '../../../../domain/allocation/score/levels.ts';
import { lossOf, type Measure } from '../../../../domain/allocation/score/measure.ts';
import { scoreIn } from '../../../../domain/allocation/score/placing.ts';
import {
  after,
  asks,
  fits,
  pickedIn,
  type PlainNode,
  plainNodes,
  roomOf,
  typicalPods,
  usual,
} from './rooms.ts';

/** The paper's definition, pod by pod and device by device, in whole numbers of any size. */
const fragmentFor = (node: PlainNode, pod: TypicalPod): bigint => {
  const idle = node.restMilli.reduce((sum, rest) => sum + rest, 0);
  const enough = node.restMilli.filter((rest) => rest >= pod.gpuMilli);
  const isRefused =
    pod.gpuDevices === 0 ||
    (pod.models.length > 0 && !pod.models.includes(node.model)) ||
    pod.cpuMilli > node.cpuMilli ||
    enough.length < pod.gpuDevices;
  const unusable = isRefused ? idle : idle - enough.reduce((sum, rest) => sum + rest, 0);
  return BigInt(unusable) * BigInt(pod.shareMicro);
};

const fragmentOf = (node: PlainNode, typical: readonly TypicalPod[]): bigint =>
  typical.reduce((sum, pod) => sum + fragmentFor(node, pod), 0n);

const lossAt = (measure: Measure, node: PlainNode): number =>
  lossOf(measure, roomOf(measure.yardstick, node));

/** 100 × sigmoid, cut, as the published program computes it. */
const published = (savedMicroMilli: bigint): number =>
  Math.trunc(100 / (1 + Math.exp(-Number(savedMicroMilli) / 1e9)));

describe('allocation › score › fgd', () => {
  it('∀ the fragments of a node are those of the paper, summed pod by pod', () => {
    fc.assert(
      fc.property(plainNodes, typicalPods, (node, typical) => {
        const loss = lossAt(fgdMeasure(typical), node);
        expect(BigInt(loss)).toBe(fragmentOf(node, typical));
        expect(loss).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 600 },
    );
  });

  it('∀ a placement scores as the published program scores it, on the best device', () => {
    fc.assert(
      fc.property(plainNodes, typicalPods, asks, (node, typical, ask) => {
        fc.pre(fits(node, ask) && ask.gpuDevices <= 1);
        const measure = fgdMeasure(typical);
        const room = roomOf(measure.yardstick, node);
        const score = scoreIn(measure, room, ask);
        const candidates = node.restMilli.flatMap((rest, at) =>
          ask.gpuDevices > 0 && rest >= ask.gpuMilli ? [[at]] : [],
        );
        const before = fragmentOf(node, typical);
        const levels = (candidates.length === 0 ? [[]] : candidates).map((devices) =>
          published(before - fragmentOf(after(node, ask, devices), typical)),
        );
        expect(score).toBe(Math.max(...levels));
        if (ask.gpuDevices === 1) expect(pickedIn(room)).toEqual(candidates[levels.indexOf(score)]);
      }),
      { numRuns: 600 },
    );
  });

  it('∀ less free CPU never means fewer fragments', () => {
    fc.assert(
      fc.property(plainNodes, typicalPods, fc.nat(30_000), (node, typical, taken) => {
        const measure = fgdMeasure(typical);
        const poorer = { ...node, cpuMilli: Math.max(0, node.cpuMilli - taken) };
        expect(lossAt(measure, poorer)).toBeGreaterThanOrEqual(lossAt(measure, node));
      }),
    );
  });

  it('∀ what saves more never scores less, and scores are 0 to 99', () => {
    const saved = fc.integer({ min: -70_000_000_000, max: 70_000_000_000 });
    fc.assert(
      fc.property(saved, saved, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(levelOf('sigmoid', less)).toBeLessThanOrEqual(levelOf('sigmoid', more));
        expect(levelOf('sigmoid', less)).toBeGreaterThanOrEqual(0);
        expect(levelOf('sigmoid', more)).toBeLessThanOrEqual(99);
      }),
    );
  });

  it('cuts 100 × sigmoid at the same whole numbers as the published program', () => {
    for (let level = 1; level < 100; level += 1) {
      const threshold = Math.ceil(1e9 * Math.log(level / (100 - level)));
      expect([levelOf('sigmoid', threshold), levelOf('sigmoid', threshold - 1)]).toEqual([
        level,
        level - 1,
      ]);
    }
  });

  it('takes the first of equal devices for a share, and whole devices by number', () => {
    const measure = fgdMeasure([usual(1000, 0), usual(500, 0)]);
    const node = { model: 'A', cpuMilli: 1000, restMilli: [400, 1000, 1000, 0, 1000] };
    const room = roomOf(measure.yardstick, node);
    scoreIn(measure, room, { gpuDevices: 1, gpuMilli: 500, cpuMilli: 0 });
    expect(pickedIn(room)).toEqual([1]);
    scoreIn(measure, room, { gpuDevices: 2, gpuMilli: 1000, cpuMilli: 0 });
    expect(pickedIn(room)).toEqual([1, 2]);
  });

  it('has no score where the devices have no room', () => {
    const measure = fgdMeasure([usual(1000, 0)]);
    const room = roomOf(measure.yardstick, { model: 'A', cpuMilli: 9, restMilli: [400, 300] });
    expect(scoreIn(measure, room, { gpuDevices: 1, gpuMilli: 500, cpuMilli: 0 })).toBe(-1);
    expect(scoreIn(measure, room, { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0 })).toBe(-1);
    expect(scoreIn(measure, room, { gpuDevices: 2, gpuMilli: 400, cpuMilli: 0 })).toBe(-1);
  });
});
