import type { QueueState, WaitingClass, Workload } from '../state/snapshot.ts';
import { compareRanked, headOf } from './order.ts';

/** A class in line with the workload that it would have served next when its place was found. */
interface InLine {
  readonly one: WaitingClass;
  readonly rank: number;
  workload: Workload;
}

/**
 * The classes of a leaf that have somebody to serve, as a heap: whoever is served next is on top.
 *
 * Heads of classes only fall back and classes only drop out, so a place that is out of date is found and put right when
 * it comes to the top; where a class is let in again, its leaf is lined up anew.
 */
export type Line = InLine[];

const sink = (line: Line, from: number): void => {
  let at = from;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let first = at;
    if (isBefore(line[left], line[first])) first = left;
    if (isBefore(line[right], line[first])) first = right;
    const [here, other] = [line[at], line[first]];
    if (first === at || here === undefined || other === undefined) return;
    line[at] = other;
    line[first] = here;
    at = first;
  }
};

const isBefore = (a: InLine | undefined, b: InLine | undefined): boolean =>
  a !== undefined && b !== undefined && compareRanked(a, b) < 0;

/** Lines up the classes of a leaf. @cost O(classes) */
export const lineUp = (leaf: QueueState): Line => {
  const line: Line = [];
  for (const one of leaf.waiting) {
    const workload = headOf(one);
    if (one.phase !== 'done' && workload !== undefined)
      line.push({ one, rank: one.rank, workload });
  }
  for (let at = (line.length >> 1) - 1; at >= 0; at -= 1) sink(line, at);
  return line;
};

const drop = (line: Line): void => {
  const last = line.pop();
  if (last === undefined || line.length === 0) return;
  line[0] = last;
  sink(line, 0);
};

/** Whoever is served next. @cost O(log classes) for each class that was served or dropped out since */
export const firstInLine = (line: Line): InLine | undefined => {
  for (;;) {
    const [top] = line;
    if (top === undefined) return undefined;
    const workload = headOf(top.one);
    if (workload === undefined || top.one.phase === 'done') {
      drop(line);
      continue;
    }
    if (workload === top.workload) return top;
    top.workload = workload;
    sink(line, 0);
  }
};
