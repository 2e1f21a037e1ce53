import { Worker, workerData } from 'node:worker_threads';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import { brainSuite } from './kept-brain.ts';
import { viewsSuite } from './kept-views.ts';
import { withMoments } from './moment-file.ts';
import { placeMoments, unhurried } from './place.ts';
import type { Suite } from './suite.ts';

/** What a thread of this module is told. */
interface Errand {
  readonly berthMomentsOf: string;
}

/** Most that a thread may take. @unit MiB */
const heapMax = 2_048;

/** Keeps all moments of a ledger file that are still missing, views first; what cannot be kept is not. */
export const placeAll = (ledger: string): Promise<unknown> =>
  withMoments(ledger, async ({ log, store }) => {
    const head = await log.head()();
    if (isLeft(head)) return head;
    const until = { revision: head.right.revision, latestMs: Number.POSITIVE_INFINITY };
    const place = <State>(suite: Suite<State>) =>
      placeMoments({ log, store }, suite, { until, spending: unhurried });
    const views = await place(viewsSuite);
    return isLeft(views) ? views : place(brainSuite);
  });

/**
 * Lets a thread of its own keep the moments of a ledger file while somebody writes it: its writer notices nothing.
 *
 * The thread ends when nothing is missing; the next begins when enough facts have come. The answer ends it all.
 */
export const keepMomentsOf = (
  brain: Pick<LiveBrain, 'follow' | 'revision'>,
  ledger: string,
): (() => Promise<void>) => {
  let thread: Worker | undefined;
  let keptTo = 0;
  const unfollow = brain.follow(() => {
    if (thread !== undefined || brain.revision() - keptTo < viewsSuite.factsMax) return;
    keptTo = brain.revision();
    thread = threadFor(ledger);
    thread.on('exit', () => {
      thread = undefined;
    });
  });
  return async () => {
    unfollow();
    await thread?.terminate();
  };
};

const threadFor = (ledger: string): Worker => {
  const data: Errand = { berthMomentsOf: ledger };
  const resourceLimits = { maxOldGenerationSizeMb: heapMax };
  const thread = new Worker(new URL(import.meta.url), { workerData: data, resourceLimits });
  thread.unref();
  // A cache: a thread that fails costs time later, nothing else.
  thread.on('error', (error) => process.emitWarning(`no moments could be kept: ${String(error)}`));
  return thread;
};

const isErrand = (data: unknown): data is Errand =>
  typeof data === 'object' && data !== null && 'berthMomentsOf' in data;

// In a thread of its own this module does its errand; wherever else it is loaded it does nothing.
if (isErrand(workerData)) await placeAll(workerData.berthMomentsOf);
