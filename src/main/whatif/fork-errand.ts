import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Forked } from '../../app/whatif/index.ts';
import { brainIn } from '../brain-at.ts';
import { withLedger } from '../ledger-file.ts';
import { type ForkFault, playOn, type Script } from './play.ts';

/** Plays a fork of a ledger file: makes the brain at the revision, then waits for the script. */
export const forkIn = (
  { ledger, revision }: { readonly ledger: string; readonly revision: Revision },
  script: Promise<Script>,
  onProgress: (nowMs: InstantMs) => void,
): Promise<Either<ForkFault, Forked>> =>
  withLedger<ForkFault, Forked>(ledger, 'read', async (log) => {
    const brain = await brainIn(log, revision);
    return isLeft(brain) ? brain : playOn(brain.right, await script, onProgress);
  });
