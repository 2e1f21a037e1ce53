import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { releasedKernels } from '../../adapters/kernels/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { pageMax } from '../app/read.ts';
import {
  type ReplayFault,
  type ReplayOptions,
  type ReplayReport,
  replayShare,
  type Walked,
} from '../app/replay.ts';
import { sharedPages, shareOf, takenOf, type Walker } from '../app/share.ts';
import { brainIn, type MomentUnknown } from './brain-at.ts';
import { withLedger } from './ledger-file.ts';
import type { OnProgress } from './verify-ledger.ts';
import type { Part } from './whole-commands.ts';

/** What of a ledger is recomputed, and how much is told of it. */
export interface Recomputing extends Part {
  readonly mismatchesMax: number;
}

/** What a thread of this module is told. */
interface Errand extends Walker, Recomputing {
  readonly berthReplayOf: string;
  readonly memory: SharedArrayBuffer;
}

/** A nursery in which what dies young can die. @unit MiB */
const nursery = 96;

/** How often somebody who waits is told how far all threads are. @unit ms */
const tellMs = 200;

type Fault = ReplayFault | MomentUnknown;

/** A brain at the beginning of a part. */
export const brainBefore = async (log: EventLog, from: Revision): Promise<Either<Fault, Brain>> =>
  from === 0 ? right(createBrain(defaultPolicy)) : brainIn(log, from);

/**
 * Recomputes decisions of a ledger file in several threads, this one among them: each folds the facts from the beginning
 * of the part, and judges decisions in pages of its own. What is found is what one thread finds, and in its order.
 *
 * Answers nothing where a thread could not do its share, whatever the reason: who does it alone then finds out.
 */
export const replayTogether = async (
  { path, log, jobs }: { readonly path: string; readonly log: EventLog; readonly jobs: number },
  part: Recomputing,
  onProgress: OnProgress,
): Promise<Either<Fault, ReplayReport> | undefined> => {
  const { from, to } = part;
  const memory = sharedPages(to - from);
  const tell = (): void => onProgress(Math.min(to, from + takenOf(memory) * pageMax), to);
  const errand = { ...part, berthReplayOf: path, memory, walkers: jobs };
  const threads = Array.from({ length: jobs - 1 }, (_, k) =>
    threadFor({ ...errand, walker: k + 1 }),
  );
  const telling = setInterval(tell, tellMs);
  try {
    const own = await walkIn({ log, glance: log }, { ...errand, walker: 0 }, tell);
    if (isLeft(own)) return own;
    const others = await Promise.all(threads.map(({ walked }) => walked));
    return joined([own.right, ...others], part);
  } finally {
    clearInterval(telling);
    await Promise.all(threads.map(({ thread }) => thread.terminate()));
  }
};

/** What all found, in the order of the ledger; nothing where somebody did not come back, or nobody judged the end. */
const joined = (
  all: readonly (Walked | undefined)[],
  { mismatchesMax }: Recomputing,
): Either<Fault, ReplayReport> | undefined => {
  const [whole] = all.flatMap((walked) => walked?.whole ?? []);
  if (whole === undefined || all.includes(undefined)) return undefined;
  const mismatches = all
    .flatMap((walked) => walked?.mismatches ?? [])
    .toSorted((a, b) => a.revision - b.revision)
    .slice(0, mismatchesMax);
  return right({ ...whole, mismatches });
};

/** What a thread reads its own pages with, and what the others'. */
interface Reading {
  readonly log: EventLog;
  readonly glance: EventLog;
}

const walkIn = async (
  { log, glance }: Reading,
  { from, memory, walker, walkers, ...part }: Errand,
  onProgress: ReplayOptions['onProgress'],
): Promise<Either<Fault, Walked>> => {
  const brain = await brainBefore(log, from);
  if (isLeft(brain)) return brain;
  const share = shareOf(memory, { walker, walkers });
  const loadKernel = releasedKernels();
  const options = { ...part, verify: true, loadKernel, onProgress };
  return replayShare(brain.right, log, { ...options, share, glance });
};

interface Thread {
  readonly thread: Worker;
  /** What it found; nothing where it ended without. */
  readonly walked: Promise<Walked | undefined>;
}

const threadFor = (errand: Errand): Thread => {
  const resourceLimits = { maxYoungGenerationSizeMb: nursery };
  const thread = new Worker(new URL(import.meta.url), { workerData: errand, resourceLimits });
  const walked = new Promise<Walked | undefined>((resolve) => {
    thread.once('message', resolve);
    thread.once('error', () => resolve(undefined));
    thread.once('exit', () => resolve(undefined));
  });
  return { thread, walked };
};

const isErrand = (data: unknown): data is Errand =>
  typeof data === 'object' && data !== null && 'berthReplayOf' in data;

const doErrand = async (errand: Errand): Promise<void> => {
  const path = errand.berthReplayOf;
  const walked = await withLedger<Fault, Walked>(path, 'read', (log) =>
    withLedger<Fault, Walked>(path, 'glance', (glance) =>
      walkIn({ log, glance }, errand, () => undefined),
    ),
  );
  if (!isLeft(walked)) parentPort?.postMessage(walked.right);
};

// In a thread of its own this module does its errand; wherever else it is loaded it does nothing.
if (!isMainThread && isErrand(workerData)) await doErrand(workerData);
