import { releasedKernels } from '../../../adapters/kernels/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { replay, type ReplayFault, type ReplayReport } from '../../app/replay.ts';
import type { OnProgress } from '../verify-ledger.ts';
import { type BundleFault, openBundle, type OpenBundle } from './open-bundle.ts';
import { refusedBundle } from './read-bundle.ts';

/** A bundle with what its replay found. */
export interface ReplayedBundle extends Pick<OpenBundle, 'header' | 'signedBy'> {
  readonly report: ReplayReport;
}

/** How a bundle is replayed. */
export interface BundleReplay {
  /** Recompute decisions; otherwise only fold. */
  readonly verify: boolean;
  readonly mismatchesMax: number;
  readonly verifierFile?: string | undefined;
  readonly onProgress: OnProgress;
}

/** Checks a bundle, and replays it from the state that it begins with. */
export const replayBundle = async (
  path: string,
  { verifierFile, ...options }: BundleReplay,
): Promise<Either<BundleFault | ReplayFault, ReplayedBundle>> => {
  const opened = await openBundle(path, verifierFile);
  if (isLeft(opened)) return opened;
  const { brain, log, header, signedBy } = opened.right;
  try {
    const report = await replay(brain, log, { ...options, loadKernel: releasedKernels() });
    return isLeft(report) ? report : right({ header, signedBy, report: report.right });
  } catch (error) {
    // A state that somebody bent can be anything: it is refused where the fold stumbles over it.
    if (header.state === null) throw error;
    return refusedBundle(`its facts do not go with its state: ${String(error)}`);
  }
};
