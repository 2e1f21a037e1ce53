import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Forked } from '../../app/whatif/index.ts';
import type { ForkFault, Script } from './play.ts';

/** A fork that is played in a thread of its own. */
export interface ForkThread {
  /** Plays, once; `undefined` where the thread did not come to the end, so that somebody else has to play. */
  readonly play: (
    script: Script,
    onProgress: (nowMs: InstantMs) => void,
  ) => Promise<Forked | undefined>;
  readonly stop: () => Promise<unknown>;
}

/** What a thread of this module is told when it begins. */
interface Errand {
  readonly berthForkOf: { readonly ledger: string; readonly revision: Revision };
  readonly isCached: boolean;
}

/** What it tells. */
type Said = { readonly nowMs: InstantMs } | { readonly outcome: Either<ForkFault, Forked> };

/** Most that a thread may take. @unit MiB */
const heapMax = 4_096;

/**
 * Begins a thread that makes itself the brain at a revision of a ledger file, while its script is still written.
 *
 * @cost a third of a second for the thread itself, in the thread
 */
export const forkThread = (ledger: string, revision: Revision): ForkThread => {
  const isCached = getCompileCacheDir() !== undefined;
  const errand: Errand = { berthForkOf: { ledger, revision }, isCached };
  const resourceLimits = { maxOldGenerationSizeMb: heapMax };
  const thread = new Worker(new URL(import.meta.url), { workerData: errand, resourceLimits });
  const ended = new Promise<undefined>((resolve) => {
    thread.on('error', () => resolve(undefined));
    thread.on('exit', () => resolve(undefined));
  });
  return {
    play: (script, onProgress) => {
      const outcome = new Promise<Forked | undefined>((resolve) => {
        thread.on('message', (said: Said) => {
          if ('nowMs' in said) onProgress(said.nowMs);
          else resolve(isLeft(said.outcome) ? undefined : said.outcome.right);
        });
      });
      thread.postMessage(script);
      return Promise.race([outcome, ended]);
    },
    stop: () => thread.terminate(),
  };
};

const isErrand = (data: unknown): data is Errand =>
  typeof data === 'object' && data !== null && 'berthForkOf' in data;

// In a thread of its own this module does its errand; wherever else it is loaded it does nothing.
if (isErrand(workerData)) {
  if (workerData.isCached) enableCompileCache();
  const script = new Promise<Script>((resolve) => parentPort?.once('message', resolve));
  const { forkIn } = await import('./fork-errand.ts');
  const outcome = await forkIn(workerData.berthForkOf, script, (nowMs) =>
    parentPort?.postMessage({ nowMs } satisfies Said),
  );
  parentPort?.postMessage({ outcome } satisfies Said);
}
