import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginBook,
  bookUse,
  refreshMsOf,
  type UseBook,
  usedUntil,
  type UseRule,
} from '../../../domain/foundation/use-book.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const forEver: UseRule = { halfLifeMs: 0, windowMs: Number.MAX_SAFE_INTEGER };
const cards = (gpus: number) => ({ gpuMilli: gpus * 1000, cpuMilli: 0, memoryMib: 0 });

/** From an instant on so many cards are held. */
type Step = readonly [fromMs: number, gpus: number];

const bookOf = (steps: readonly Step[]): { book: UseBook; gpus: number } => {
  const book = beginBook(steps[0]?.[0] ?? 0);
  let gpus = 0;
  for (const [atMs, next] of steps) {
    bookUse(book, cards(gpus), atMs);
    gpus = next;
  }
  return { book, gpus };
};

const cardSeconds = (steps: readonly Step[], untilMs: number, rule = forEver): number => {
  const { book, gpus } = bookOf(steps);
  return usedUntil(book, cards(gpus), { untilMs, rule }).gpuMilli / 65_536_000;
};

/** The same, minute by minute, in fractions: each counts by the age of its end. */
const slowly = (steps: readonly Step[], untilMs: number, rule: UseRule): number => {
  let sum = 0;
  for (let atMs = steps[0]?.[0] ?? 0; atMs < untilMs; atMs += minuteMs) {
    const gpus = steps.findLast(([fromMs]) => fromMs <= atMs)?.[1] ?? 0;
    const ageMs = untilMs - atMs - minuteMs;
    if (ageMs < rule.windowMs) sum += gpus * 60 * 2 ** (-ageMs / (rule.halfLifeMs || Infinity));
  }
  return sum;
};

const stepsFrom = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 8 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((lengths) => {
    let atMs = 1_767_225_600_000;
    return lengths.map(([minutes, gpus]): Step => [(atMs += minutes * minuteMs), gpus]);
  });

describe('a book of use', () => {
  test('sums what was held, to the second, and what is held still', () => {
    const steps: readonly Step[] = [
      [1_500, 2],
      [61_999, 0],
      [130_000, 1],
    ];
    expect(cardSeconds(steps, 60_000)).toBe(2 * 59);
    expect(cardSeconds(steps, 120_000)).toBe(2 * 60);
    expect(cardSeconds(steps, 180_000)).toBe(2 * 60 + 50);
  });

  test('counts use half after a half-life, and not at all after sixteen or beyond the window', () => {
    const steps: readonly Step[] = [
      [0, 1],
      [minuteMs, 0],
    ];
    const at = (untilMs: number, rule: Partial<UseRule>): number =>
      cardSeconds(steps, untilMs, { ...forEver, ...rule });
    expect(at(minuteMs + dayMs, { halfLifeMs: dayMs })).toBe(30);
    expect(at(minuteMs + 2 * dayMs, { halfLifeMs: dayMs })).toBe(15);
    expect(at(minuteMs + 16 * dayMs, { halfLifeMs: dayMs })).toBe(0);
    expect(at(minuteMs + dayMs, { windowMs: dayMs })).toBe(0);
    expect(at(dayMs, { windowMs: dayMs })).toBe(60);
  });

  test('does not go back in time', () => {
    const { book } = bookOf([
      [hourMs, 1],
      [2 * hourMs, 1],
    ]);
    const before = structuredClone(book);
    bookUse(book, cards(8), hourMs);
    expect(book).toEqual(before);
  });

  test('∀ histories: use by a half-life is what minute by minute comes to, within a twentieth', () => {
    const ruleFrom = fc.constantFrom(6 * hourMs, dayMs, 4 * dayMs);
    fc.assert(
      fc.property(stepsFrom, ruleFrom, fc.nat({ max: 20 }), (steps, halfLifeMs, more) => {
        const rule = { halfLifeMs, windowMs: 400 * dayMs };
        const refreshMs = refreshMsOf(rule);
        const untilMs = Math.ceil((steps.at(-1)?.[0] ?? 0) / refreshMs + more) * refreshMs;
        const exact = slowly(steps, untilMs, rule);
        const booked = cardSeconds(steps, untilMs, rule);
        expect(Math.abs(booked - exact)).toBeLessThanOrEqual(0.05 * exact + 1);
      }),
      { numRuns: 60 },
    );
  });

  test('∀ histories: without a half-life nothing is lost, and a look changes nothing', () => {
    fc.assert(
      fc.property(stepsFrom, (steps) => {
        const untilMs = (steps.at(-1)?.[0] ?? 0) + 3 * dayMs;
        expect(cardSeconds(steps, untilMs)).toBe(slowly(steps, untilMs, forEver));
        const { book, gpus } = bookOf(steps);
        const before = structuredClone(book);
        usedUntil(book, cards(gpus), { untilMs, rule: forEver });
        expect(book).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  test('stays small however long it is kept', () => {
    const book = beginBook(0);
    for (let k = 1; k <= 40_000; k += 1) bookUse(book, cards(1 + (k % 3)), k * 7 * minuteMs);
    expect(book.spans.length).toBeLessThanOrEqual(700);
    const whole = usedUntil(book, cards(0), { untilMs: 280_000 * minuteMs, rule: forEver });
    expect(whole.gpuMilli / 65_536_000).toBe(7 * 60 * (13_333 * 6 + 2));
  });
});
