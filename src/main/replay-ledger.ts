import { availableParallelism } from 'node:os';
import { releasedKernels } from '../../adapters/kernels/index.ts';
import type { MomentsTurned } from '../../adapters/ports/moment.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import { replay, type ReplayFault, type ReplayReport } from '../app/replay.ts';
import type { MomentUnknown } from './brain-at.ts';
import { looksLikeBundle } from './bundle/lines.ts';
import type { BundleFault } from './bundle/open-bundle.ts';
import { replayBundle } from './bundle/replay-bundle.ts';
import { asksForPart, wholeOnly } from './bundle/whole-only.ts';
import { withLedger } from './ledger-file.ts';
import { brainBefore, replayTogether } from './replay-threads.ts';
import type { OnProgress } from './verify-ledger.ts';
import { type Part, wholePart } from './whole-commands.ts';

export type { KernelMissing } from '../app/kernels.ts';
export type { ReplayReport } from '../app/replay.ts';

/** Most differences that a replay reports; it counts no further. */
const mismatchesMax = 100;

/** Which part of a ledger, and whether decisions are recomputed. */
export interface ReplayPart {
  readonly verify: boolean;
  /** Begin behind this fact, on the state there; at the first one where absent. */
  readonly from?: Revision | undefined;
  readonly to?: Revision | undefined;
  /** Threads that share the recomputing; as many as pay where absent. */
  readonly jobs?: number | undefined;
}

/** What can keep a ledger or a bundle from being replayed. */
export type FileReplayFault = ReplayFault | MomentUnknown | MomentsTurned | BundleFault;

/** Replays a ledger file or a bundle, with or without recomputing its decisions. */
export const replayLedger = async (
  path: string,
  part: ReplayPart,
  onProgress: OnProgress,
): Promise<Either<FileReplayFault, ReplayReport>> =>
  (await looksLikeBundle(path)) ? inBundle(path, part, onProgress) : inFile(path, part, onProgress);

const inBundle = async (
  path: string,
  { verify, ...asked }: ReplayPart,
  onProgress: OnProgress,
): Promise<Either<FileReplayFault, ReplayReport>> => {
  const flag = asksForPart(asked);
  if (flag !== undefined) return wholeOnly(flag);
  const replayed = await replayBundle(path, { verify, mismatchesMax, onProgress });
  return isLeft(replayed) ? replayed : right(replayed.right.report);
};

/** Facts that are sooner looked at alone than another thread is there. */
const factsAlone = 50_000;

/** Each thread holds all that lives: more of them than this cost more memory than they save time. */
const jobsMax = 4;

const jobsFor = ({ from, to }: Part): number =>
  to - from < factsAlone ? 1 : Math.min(availableParallelism(), jobsMax);

const inFile = (
  path: string,
  { verify, jobs, ...asked }: ReplayPart,
  onProgress: OnProgress,
): Promise<Either<FileReplayFault, ReplayReport>> =>
  withLedger<FileReplayFault, ReplayReport>(path, 'read', async (log) => {
    const found = await wholePart(log, asked);
    if (isLeft(found)) return found;
    const part = { ...found.right, mismatchesMax };
    const threads = verify ? (jobs ?? jobsFor(part)) : 1;
    const together =
      threads > 1
        ? await replayTogether({ path, log, jobs: threads }, part, onProgress)
        : undefined;
    if (together !== undefined) return together;
    const brain = await brainBefore(log, part.from);
    if (isLeft(brain)) return brain;
    const loadKernel = releasedKernels();
    return replay(brain.right, log, { ...part, verify, onProgress, loadKernel });
  });
