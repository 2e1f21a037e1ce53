import type { StoredRecord } from '../../../adapters/ports/event-log.ts';
import type { Mark, MomentStore, Place } from '../../../adapters/ports/moment-store.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { ReadFault } from '../../app/read.ts';
import {
  forgetStrangers,
  loadedFrom,
  type MomentLog,
  newestBelieved,
  type Until,
} from './believed.ts';
import { bytesOf } from './codec.ts';
import { foldUntil } from './fold-until.ts';
import type { Pieces } from './pieces.ts';
import { endedOf, type Suite } from './suite.ts';

/** Where moments come from, and where they are kept. */
export interface MomentSource {
  readonly log: MomentLog;
  readonly store: MomentStore;
  /** What had ended, where somebody remembers it. */
  readonly pieces?: Pieces | undefined;
}

/** How much is spent on keeping. */
export interface Spending {
  /** The time that keeping may take of the time that folding takes; Infinity where nobody waits. */
  readonly timeShareMax: number;
}

/** Who has nothing else to do keeps as much as may be kept. */
export const unhurried: Spending = { timeShareMax: Number.POSITIVE_INFINITY };

/** Who is waited for. */
export const hurried: Spending = { timeShareMax: 0.25 };

/**
 * Folds facts up to a place and keeps moments on the way: where the facts since the last one cost more to fold than
 * anybody should wait, and all that is kept stays within its share of what the facts weigh.
 *
 * @cost about 10 µs a fact, and 0.3 s for each moment of 20,000 live workloads
 */
export const placeMoments = async <State>(
  { log, store }: MomentSource,
  suite: Suite<State>,
  { until, spending }: { readonly until: Until; readonly spending: Spending },
): Promise<Either<ReadFault, void>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  await forgetStrangers(log, store, { kind: suite.kind, head: head.right.revision });
  const believed = await newestBelieved(log, store, { kind: suite.kind, until });
  const { state, reached, mark } = await loadedFrom(believed, suite);
  const placing: Placing<State> = { ...blank(store, suite.kind), suite, spending, state };
  placing.latestMs = reached.latestMs;
  placing.last = mark;
  placing.factBytes = mark?.factBytes ?? 0;
  const folded = await foldUntil(log, { from: reached, until }, (fact, record) => {
    suite.apply(state, fact);
    placing.factBytes += record.body.length;
    if (fact.subject.kind === 'workload') placing.touched.add(fact.subject.id);
    placing.latestMs = Math.max(placing.latestMs, fact.atMs);
    if (isDue(placing, fact.revision)) keep(placing, record);
    return placing.isAble;
  });
  return isLeft(folded) ? folded : right(undefined);
};

interface Placing<State> extends Progress {
  readonly suite: Suite<State>;
  readonly spending: Spending;
  readonly state: State;
}

interface Progress {
  readonly store: MomentStore;
  readonly beganAt: number;
  latestMs: InstantMs;
  last: Mark | undefined;
  factBytes: number;
  /** What all that is kept weighs. */
  keptBytes: number;
  /** What the last moment that was kept weighed. */
  size: number;
  touched: Set<string>;
  /** Whether anything can be kept at all. */
  isAble: boolean;
  spentMs: number;
}

const blank = (store: MomentStore, kind: string): Progress => ({
  store,
  beganAt: performance.now(),
  latestMs: Number.NEGATIVE_INFINITY,
  last: undefined,
  factBytes: 0,
  keptBytes: store.bytes(kind),
  size: 0,
  touched: new Set(),
  isAble: true,
  spentMs: 0,
});

const isDue = <State>(placing: Placing<State>, revision: Revision): boolean => {
  const { last, suite, spending, spentMs, beganAt } = placing;
  if (revision - (last?.revision ?? 0) < suite.factsMax) return false;
  const foldedMs = performance.now() - beganAt - spentMs;
  const isAffordable = spentMs === 0 || spentMs <= spending.timeShareMax * foldedMs;
  return isAffordable && isWithinShare(placing, placing.size);
};

const isWithinShare = <State>(
  { keptBytes, factBytes, suite }: Placing<State>,
  bytes: number,
): boolean => keptBytes + bytes <= suite.shareMax * factBytes;

const keep = <State>(placing: Placing<State>, { revision, hash }: StoredRecord): void => {
  const { store, suite, state, last, touched, factBytes, latestMs } = placing;
  const startedAt = performance.now();
  const from: Place | undefined = last && { revision: last.revision, hash: last.hash };
  const mark = { kind: suite.kind, revision, hash, from, latestMs, factBytes };
  const since = { revision: last?.revision ?? 0, touched };
  const parts = new Map<string, Uint8Array>();
  for (const [name, { live, ended }] of Object.entries(suite.keep(state, since))) {
    parts.set(name, bytesOf(live));
    if (ended !== undefined) parts.set(endedOf(name), bytesOf(ended));
  }
  placing.size = [...parts.values()].reduce((sum, { length }) => sum + length, 0);
  if (isWithinShare(placing, placing.size)) {
    placing.isAble = store.keep(mark, parts);
    placing.last = mark;
    placing.keptBytes += placing.size;
    placing.touched = new Set();
  }
  placing.spentMs += performance.now() - startedAt;
};
