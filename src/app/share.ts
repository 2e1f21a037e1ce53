import { pageMax } from './read.ts';

/** What one of several walkers over the same pages judges; all of them fold every page that they come to. */
export interface Share {
  /** Facts of a page. */
  readonly pageFacts: number;
  /** Whether this walker judges what begins in a page: asked of each page that it comes to, in order. */
  readonly takes: (page: number) => boolean;
  /** Whether going on from a page that is not its own would spare nobody any work. */
  readonly isIdle: (page: number) => boolean;
}

/** Who walks alone judges everything. */
export const soleShare: Share = { pageFacts: pageMax, takes: () => true, isIdle: () => false };

/** Which of how many walkers. @shape the first is 0 */
export interface Walker {
  readonly walker: number;
  readonly walkers: number;
}

/** So few pages are left to whoever judges before them. */
const runMin = 8;

/** Memory that threads share about so many facts: who has taken each page, then how many are taken. */
export const sharedPages = (facts: number, pageFacts: number = pageMax): SharedArrayBuffer =>
  new SharedArrayBuffer((Math.ceil(facts / pageFacts) + 1) * Int32Array.BYTES_PER_ELEMENT);

/** How many pages are taken. */
export const takenOf = (memory: SharedArrayBuffer): number => {
  const cells = new Int32Array(memory);
  return Atomics.load(cells, cells.length - 1);
};

/**
 * Shares pages among walkers so that each page is judged by exactly one, whatever it costs.
 *
 * The first walker judges from the first page on. Another folds ahead of it until what lies behind it, up to where somebody
 * judges, is as much as its part of what lies before it, and judges from there; whoever comes to where another began
 * folds on and does the same again with what is still free.
 * @cost a look at the pages between who judges and who folds
 */
export const shareOf = (
  memory: SharedArrayBuffer,
  { walker, walkers }: Walker,
  pageFacts: number = pageMax,
): Share => {
  const cells = new Int32Array(memory);
  let isTaking = walker === 0;
  let sharers = walkers - walker;
  const takes = (page: number): boolean => {
    if (!isTaking) {
      if (Atomics.load(cells, page) !== 0) return false;
      const { behind, ahead } = runAround(cells, page);
      const left = ahead - page;
      if (left < runMin || (page - behind) * sharers < left) return false;
      sharers = 1;
    }
    isTaking = take(cells, page, walker + 1);
    return isTaking;
  };
  return { pageFacts, takes, isIdle: (page) => !hasRun(cells, page) };
};

/** Takes a page if nobody has; whether it is one's own then. */
const take = (cells: Int32Array, page: number, walker: number): boolean => {
  const owner = Atomics.compareExchange(cells, page, 0, walker);
  if (owner === 0) Atomics.add(cells, cells.length - 1, 1);
  return owner === 0 || owner === walker;
};

/** Where the free pages around one begin and end. */
const runAround = (
  cells: Int32Array,
  page: number,
): { readonly behind: number; readonly ahead: number } => {
  let behind = page;
  while (behind > 0 && Atomics.load(cells, behind - 1) === 0) behind -= 1;
  return { behind, ahead: endOfRun(cells, page) };
};

const endOfRun = (cells: Int32Array, from: number): number => {
  let end = from;
  while (end < cells.length - 1 && Atomics.load(cells, end) === 0) end += 1;
  return end;
};

/** Whether a run of free pages lies ahead that is longer than the way to it: who judges there comes nearer to its end meanwhile. */
const hasRun = (cells: Int32Array, page: number): boolean => {
  for (let at = page; at < cells.length - 1;) {
    const end = endOfRun(cells, at);
    if (end - at > at - page + runMin) return true;
    at = end + 1;
  }
  return false;
};
