import { heliosRestartLossMs } from '../../../adapters/cluster-sim/index.ts';
import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../../app/brain.ts';
import {
  type Course,
  type Forked,
  type History,
  type KernelStuck,
  playFork,
} from '../../app/whatif/index.ts';
import type { OlderKernel } from '../../app/kernels.ts';
import type { ReadFault } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';
import { clusterOf } from './cluster-of.ts';

/** What keeps a fork from its end. */
export type ForkFault = ReadFault | MomentUnknown | KernelStuck;

/** What a fork is played by besides the brain at its beginning: plain values, which travel to another thread. */
export interface Script {
  readonly fromMs: InstantMs;
  readonly untilMs: InstantMs;
  readonly course: Course;
  readonly history: History;
  readonly submittedAt: ReadonlyMap<string, InstantMs>;
}

/** A script with the kernel that decides, where it is another than the program's own. */
export interface OwnScript extends Script {
  readonly kernel?: OlderKernel | undefined;
}

/** Plays a fork on a brain, which is used up. */
export const playOn = (
  brain: Brain,
  { history, ...script }: OwnScript,
  onProgress: (nowMs: InstantMs) => void,
): Promise<Either<LogFault | KernelStuck, Forked>> =>
  playFork({
    ...script,
    brain,
    cluster: clusterOf(script.course, history),
    restartLossMs: heliosRestartLossMs,
    onProgress,
  });
