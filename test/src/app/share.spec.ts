import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../domain/foundation/random.ts';
import { sharedPages, shareOf, takenOf } from '../../../src/app/share.ts';

const pageFacts = 16;

/** What a page costs a walker that judges it, and one that only folds it. */
interface Costs {
  readonly judging: (page: number) => number;
  readonly folding: number;
}

interface Walking {
  readonly share: ReturnType<typeof shareOf>;
  readonly judged: number[];
  page: number;
  atMs: number;
  isAway: boolean;
}

/** Lets walkers take their turns as their costs say; answers what each judged, and when the last one was done. */
const walked = (pages: number, walkers: number, { judging, folding }: Costs) => {
  const memory = sharedPages(pages * pageFacts, pageFacts);
  const all = Array.from({ length: walkers }, (_, walker): Walking => {
    const share = shareOf(memory, { walker, walkers }, pageFacts);
    return { share, judged: [], page: 0, atMs: walker, isAway: false };
  });
  for (;;) {
    const going = all.filter(({ isAway }) => !isAway).toSorted((a, b) => a.atMs - b.atMs);
    const [next] = going;
    if (next === undefined) break;
    const { share, page } = next;
    const isOwn = page < pages && share.takes(page);
    if (page >= pages || (!isOwn && share.isIdle(page))) {
      next.isAway = true;
      continue;
    }
    if (isOwn) next.judged.push(page);
    next.atMs += isOwn ? judging(page) : folding;
    next.page += 1;
  }
  expect(takenOf(memory)).toBe(all.flatMap(({ judged }) => judged).length);
  return { judged: all.map(({ judged }) => judged), ms: Math.max(...all.map(({ atMs }) => atMs)) };
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k);

describe('a share', () => {
  it.each(numbers(60))('has each page judged by exactly one walker, run %i', (seed) => {
    const random = randomOf(seed);
    const [pages, walkers] = [random.below(300), 1 + random.below(6)];
    const dear = random.below(300);
    const judging = (page: number): number => 1 + random.below(page > dear ? 200 : 20);
    const { judged } = walked(pages, walkers, { judging, folding: 1 + random.below(12) });
    expect(judged.flat().toSorted((a, b) => a - b)).toEqual(numbers(pages));
    for (const own of judged) expect(own).toEqual(own.toSorted((a, b) => a - b));
  });

  it('leaves everything to one who is alone', () => {
    expect(walked(40, 1, { judging: () => 5, folding: 1 }).judged).toEqual([numbers(40)]);
  });

  it.each([
    { walkers: 2, folding: 1, atMost: 0.58 },
    { walkers: 2, folding: 5, atMost: 0.72 },
    { walkers: 4, folding: 1, atMost: 0.33 },
  ])(
    'takes $walkers walkers at most $atMost of the time of one, where folding is $folding of 10',
    ({ walkers, folding, atMost }) => {
      const { ms } = walked(2000, walkers, { judging: () => 10, folding });
      expect(ms / 20_000).toBeLessThanOrEqual(atMost);
      expect(ms / 20_000).toBeGreaterThan(folding / 10);
    },
  );

  it('takes two walkers at most 0.68 of the time of one, where nearly all of it is spent at the end', () => {
    const judging = (page: number): number => (page < 1500 ? 2 : 50);
    const alone = 1500 * 2 + 500 * 50;
    expect(walked(2000, 2, { judging, folding: 1 }).ms / alone).toBeLessThanOrEqual(0.68);
  });
});
