import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { berthMeasure, wasteOf } from '../../../../domain/allocation/score/berth.ts';
import { fgdMeasure } from '../../../../domain/allocation/score/fgd.ts';
import { levelOf } from '../../../../domain/allocation/score/levels.ts';
import { lossOf } from '../../../../domain/allocation/score/measure.ts';
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

const idleOf = ({ restMilli }: PlainNode): number => restMilli.reduce((sum, rest) => sum + rest, 0);

describe('allocation › score › berth', () => {
  it('∀ the waste of a rest is at least what no sum of usual pods can fill, at most all of it', () => {
    fc.assert(
      fc.property(typicalPods, (typical) => {
        const pods = typical.filter(({ gpuDevices }) => gpuDevices === 1);
        const waste = wasteOf(pods);
        const filled = [0];
        const wrong: number[] = [];
        for (let rest = 1; rest <= 1000; rest += 1) {
          const best = pods.map(({ gpuMilli }) =>
            gpuMilli > rest ? 0 : gpuMilli + (filled[rest - gpuMilli] ?? 0),
          );
          filled[rest] = Math.max(0, ...best);
          const found = waste[rest] ?? -1;
          if (found < 1000 * (rest - (filled[rest] ?? 0)) - 20 || found > 1000 * rest)
            wrong.push(rest);
        }
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('∀ a node loses nothing less than nothing, and never more than all that is idle', () => {
    fc.assert(
      fc.property(plainNodes, typicalPods, (node, typical) => {
        const measure = berthMeasure(typical);
        const shares = typical.reduce((sum, { shareMicro }) => sum + shareMicro, 0);
        const loss = lossOf(measure, roomOf(measure.yardstick, node));
        expect(Number.isSafeInteger(loss)).toBe(true);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(loss).toBeLessThanOrEqual(4 * shares * idleOf(node));
      }),
      { numRuns: 200 },
    );
  });

  it('∀ a placement scores what it saves, on the devices that save most', () => {
    fc.assert(
      fc.property(plainNodes, typicalPods, asks, (node, typical, ask) => {
        fc.pre(fits(node, ask) && ask.gpuDevices === 1);
        const measure = berthMeasure(typical);
        const room = roomOf(measure.yardstick, node);
        const score = scoreIn(measure, room, ask);
        const before = lossOf(measure, roomOf(measure.yardstick, node));
        const levels = node.restMilli.flatMap((rest, at) => {
          if (rest < ask.gpuMilli) return [];
          const then = roomOf(measure.yardstick, after(node, ask, [at]));
          return [levelOf(measure.levels, before - lossOf(measure, then))];
        });
        expect(score).toBe(Math.max(...levels));
      }),
      { numRuns: 300 },
    );
  });

  it('∀ the score is the same for any order of the devices, under either method', () => {
    const shuffled = plainNodes.chain((node) =>
      fc
        .shuffledSubarray([...node.restMilli], { minLength: node.restMilli.length })
        .map((restMilli) => ({ node, other: { ...node, restMilli } })),
    );
    fc.assert(
      fc.property(shuffled, typicalPods, asks, ({ node, other }, typical, ask) => {
        fc.pre(fits(node, ask) && ask.gpuDevices <= 1);
        for (const measure of [fgdMeasure(typical), berthMeasure(typical)])
          expect(scoreIn(measure, roomOf(measure.yardstick, node), ask)).toBe(
            scoreIn(measure, roomOf(measure.yardstick, other), ask),
          );
      }),
      { numRuns: 200 },
    );
  });

  it('∀ a score is a whole number of at most 21 bits, however large the node', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (saved) => {
        const level = levelOf('steps', saved);
        expect(level === (level | 0) && level >= 0 && level < 1 << 21).toBe(true);
      }),
    );
  });

  it('fills a hole rather than starting on a whole device', () => {
    const measure = berthMeasure([usual(300, 0), usual(1000, 0)]);
    const node = { model: 'A', cpuMilli: 9000, restMilli: [1000, 500, 1000] };
    const room = roomOf(measure.yardstick, node);
    scoreIn(measure, room, { gpuDevices: 1, gpuMilli: 500, cpuMilli: 0 });
    expect(pickedIn(room)).toEqual([1]);
  });

  it('looks further than the next pod, where fgd does not', () => {
    const typical = [usual(300, 0)];
    const [forTwo = -1, leaving250 = -1] = [600, 550].map((rest) => wasteOf(typical)[rest]);
    expect(forTwo).toBeLessThan(70_000);
    expect(leaving250).toBeGreaterThan(250_000);
    for (const rest of [600, 550]) {
      const measure = fgdMeasure(typical);
      const node = { model: 'A', cpuMilli: 0, restMilli: [rest] };
      expect(lossOf(measure, roomOf(measure.yardstick, node))).toBe(0);
    }
  });

  it('spares the CPU of nodes whose idle devices need it', () => {
    const measure = berthMeasure([usual(1000, 12_000)]);
    const scoreOn = (cpuMilli: number, restMilli: readonly number[]): number =>
      scoreIn(measure, roomOf(measure.yardstick, { model: 'A', cpuMilli, restMilli }), {
        gpuDevices: 0,
        gpuMilli: 0,
        cpuMilli: 8000,
      });
    expect(scoreOn(104_000, [1000, 1000])).toBeGreaterThan(scoreOn(96_000, Array(8).fill(1000)));
    expect(scoreOn(24_000, [0, 0])).toBeGreaterThan(scoreOn(24_000, [1000, 1000]));
  });

  it('gives what is idle of less than one device all the CPU of its node, and no more', () => {
    const measure = berthMeasure([usual(500, 6000)]);
    const lossOn = (cpuMilli: number, restMilli: readonly number[]): number =>
      lossOf(measure, roomOf(measure.yardstick, { model: 'A', cpuMilli, restMilli }));
    // Nobody fits where there is less CPU than the pod asks for: all that is idle is lost.
    expect(lossOn(4000, [500])).toBe(4 * 100_000 * 500);
    expect(lossOn(4000, [500, 499])).toBe(4 * 100_000 * 999);
    expect(lossOn(6000, [500])).toBeLessThan(4 * 100_000 * 500);
    // Where more is idle each device has its part alone: three quarters of the judgement look at the node.
    expect(lossOn(6000, [500, 501])).toBeGreaterThanOrEqual(100_000 * 1001);
  });

  it('knows no pod that goes where there is no CPU at all, however little it asks for', () => {
    const measure = berthMeasure([usual(500, 1)]);
    const lossAt = (cpuMilli: number): number =>
      lossOf(measure, roomOf(measure.yardstick, { model: 'A', cpuMilli, restMilli: [500] }));
    expect(lossAt(0)).toBe(4 * 100_000 * 500);
    expect(lossAt(1)).toBeLessThan(lossAt(0));
  });
});
