import { compareIds } from './ids.ts';

/** Most names that are offered for one that nobody knows. */
const offersMax = 3;

/**
 * The known names that a mistyped one may have meant: those that are nearest to it, at most three.
 *
 * A name is near when few letters differ for its length; nearest is one that begins with what was typed.
 * @cost O(names × length²)
 */
export const closestTo = (typed: string, names: Iterable<string>): readonly string[] => {
  let nearest = Math.max(1, Math.floor(typed.length / 3));
  let close: string[] = [];
  for (const name of names) {
    const isBegun = typed !== '' && name.startsWith(typed);
    const distance = isBegun ? 0 : distanceOf(typed, name, nearest);
    if (distance > nearest) continue;
    if (distance < nearest) close = [];
    nearest = distance;
    close.push(name);
  }
  return close.toSorted(compareIds).slice(0, offersMax);
};

/** Letters to add, drop, change or swap with their neighbour; `bound + 1` stands for all that is further. */
const distanceOf = (a: string, b: string, bound: number): number => {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : change;
      row.push(Math.min(change, swap, (row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};
