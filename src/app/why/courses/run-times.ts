import type { PoolPast } from '../../../../projections/capacity/index.ts';

/**
 * What a remaining run time is drawn from: what ended in its queue with as many GPUs, with as many GPUs anywhere in the
 * pool, in its queue, or in the pool; else the longest run time that was declared; else nothing.
 */
export const runGrounds = ['alike', 'size', 'queue', 'pool', 'declared', 'none'] as const;
/** See `runGrounds`. */
export type RunGround = (typeof runGrounds)[number];

/** Run times of the past to draw from. @shape those of the first that has enough who lived so long. @unit ms */
export interface PastRuns {
  readonly alike: (queueId: string, gpuMilli: number) => readonly number[];
  readonly size: (gpuMilli: number) => readonly number[];
  readonly queue: (queueId: string) => readonly number[];
  readonly pool: () => readonly number[];
}

/** Somebody whose remaining run time is asked for. @unit thousandths of a card, ms; `maxRunMs` 0: none declared */
export interface Runner {
  readonly queueId: string;
  readonly gpuMilli: number;
  readonly ageMs: number;
  readonly maxRunMs: number;
}

/** From what the rest of a run is drawn. @shape `runs` ascend; those above `ageMs` begin at `from`. @unit ms */
export interface RestOfRun {
  readonly ground: RunGround;
  readonly runs: readonly number[];
  readonly from: number;
  readonly ageMs: number;
  readonly maxRunMs: number;
}

/** Fewer that lived as long as somebody already has say too little about how much longer that one will. */
export const survivorsMin = 5;

const ascending = (runs: readonly number[]): readonly number[] => runs.toSorted((a, b) => a - b);

const remembering = (make: (key: string) => readonly number[]) => {
  const known = new Map<string, readonly number[]>();
  return (key: string): readonly number[] => {
    const there = known.get(key);
    if (there !== undefined) return there;
    const made = ascending(make(key));
    known.set(key, made);
    return made;
  };
};

/** Sorts what a pool remembers of run times once, and merges what is asked for. */
export const pastRunsOf = (past: PoolPast | undefined): PastRuns => {
  const queues: PoolPast = past ?? new Map();
  const alike = remembering((key) => {
    const space = key.indexOf(' ');
    const runs = queues.get(key.slice(space + 1))?.runs;
    return runs?.get(Number(key.slice(0, space)))?.items ?? [];
  });
  const size = remembering((key) =>
    [...queues.values()].flatMap(({ runs }) => runs.get(Number(key))?.items ?? []),
  );
  const queue = remembering((key) =>
    [...(queues.get(key)?.runs.values() ?? [])].flatMap(({ items }) => items),
  );
  const pool = remembering(() => [...queues.keys()].flatMap((id) => queue(id)));
  return {
    alike: (queueId, gpuMilli) => alike(`${gpuMilli} ${queueId}`),
    size: (gpuMilli) => size(`${gpuMilli}`),
    queue,
    pool: () => pool(''),
  };
};

/** The place of the first that is above a bound. */
const firstAbove = (sorted: readonly number[], bound: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
};

/**
 * From what the rest of a run is drawn: only from runs that were longer than this one already is, and never beyond what
 * it declared.
 */
export const restOf = (past: PastRuns, runner: Runner): RestOfRun => {
  const { queueId, gpuMilli, ageMs, maxRunMs } = runner;
  const tried = [
    ['alike', () => past.alike(queueId, gpuMilli)],
    ['size', () => past.size(gpuMilli)],
    ['queue', () => past.queue(queueId)],
    ['pool', () => past.pool()],
  ] as const;
  for (const [ground, runs] of tried) {
    const sorted = runs();
    if (sorted.length < survivorsMin) continue;
    const from = firstAbove(sorted, ageMs);
    if (sorted.length - from < survivorsMin) continue;
    return { ground, runs: sorted, from, ageMs, maxRunMs };
  }
  return { ground: maxRunMs > 0 ? 'declared' : 'none', runs: [], from: 0, ageMs, maxRunMs };
};

/** How many runs of the past were longer than this one is already. */
export const longerThan = ({ runs, from }: RestOfRun): number => runs.length - from;

/** The rest of a run at a place between 0 and 1 of what it is drawn from; Infinity where nothing is known. @unit ms */
export const restAt = (rest: RestOfRun, share: number): number => {
  const { runs, from, ageMs, maxRunMs } = rest;
  const drawn = runs[Math.min(runs.length - 1, from + Math.floor(share * longerThan(rest)))];
  const most = maxRunMs > 0 ? Math.min(drawn ?? Infinity, maxRunMs) : (drawn ?? Infinity);
  return Math.max(0, most - ageMs);
};
