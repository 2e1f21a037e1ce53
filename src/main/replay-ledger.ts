import { releasedKernels } from '../../adapters/kernels/index.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import { createBrain } from '../app/brain.ts';
import { replay, type ReplayFault, type ReplayReport } from '../app/replay.ts';
import { withLedger } from './ledger-file.ts';
import type { OnProgress } from './verify-ledger.ts';

export type { KernelMissing } from '../app/kernels.ts';
export type { ReplayReport } from '../app/replay.ts';

/** Most differences that a replay reports; it counts no further. */
const mismatchesMax = 100;

/** Replays a ledger file from zero, with or without recomputing its decisions. */
export const replayLedger = (
  path: string,
  verify: boolean,
  onProgress: OnProgress,
): Promise<Either<ReplayFault, ReplayReport>> =>
  withLedger(path, 'read', (log) =>
    replay(createBrain(defaultPolicy), log, {
      verify,
      mismatchesMax,
      onProgress,
      loadKernel: releasedKernels(),
    }),
  );
