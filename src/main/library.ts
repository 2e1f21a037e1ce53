import { realClock } from '../../adapters/clock/index.ts';
import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import type { Ask } from '../../adapters/ports/ask.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type {
  BrainFault,
  Done,
  Health,
  LiveBrain,
  LiveViews,
} from '../../adapters/ports/live-brain.ts';
import type { MomentStore } from '../../adapters/ports/moment-store.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { PolicyRefused } from './adopt.ts';
import { policyGiven } from './config/policy/judged-policy.ts';
import { factsFrom } from './facts-from.ts';
import { askingOf, type AskOptions } from './library-asking.ts';
import { boundsOf } from './library-bounds.ts';
import { AskRefused, BrainFaulted } from './library-faults.ts';
import { type LiveBounds, type RunningBrain, startLiveBrain } from './live-brain.ts';
import { noCluster } from './no-cluster.ts';

/** What a brain inside another program is made of; only the ledger has to be said. */
export interface BrainOptions {
  /** A file (made where there is none), `:memory:`, or a ledger that was opened already. */
  readonly ledger: string | EventLog;
  /** Where pods run. Left out: nowhere; decisions are written down and nobody carries them out. */
  readonly cluster?: Cluster;
  /** Left out: the time of the world. */
  readonly clock?: Clock;
  /** The rules from now on. Left out: those that the ledger has adopted, or those of this version. */
  readonly policy?: Policy;
  /** The name under which this writer stands in the ledger. */
  readonly holder?: string;
  readonly bounds?: Partial<LiveBounds>;
}

/** A brain inside another program. */
export interface EmbeddedBrain {
  /** Resolves when the facts are durable and every view shows them. @throws AskMalformed, AskRefused, BrainFaulted */
  readonly ask: (ask: Ask, options?: AskOptions) => Promise<Done>;
  /** What is true now; look, never change. */
  readonly views: LiveViews;
  /** The last fact that the views show. */
  readonly revision: () => Revision;
  /** Facts after a revision, in log order; then, with `isLive`, those to come, until the loop is left. */
  readonly facts: (from?: {
    readonly after?: Revision;
    readonly isLive?: boolean;
  }) => AsyncIterable<BerthRecorded>;
  /** Lets in what the cluster has to tell now, and plans; it happens by itself every cycle. */
  readonly beat: () => Promise<void>;
  readonly health: () => Health;
  /** What other doors (HTTP, tests) stand on. */
  readonly live: LiveBrain;
  /** @throws BrainFaulted when the last facts could not be closed in */
  readonly close: () => Promise<void>;
}

/**
 * Starts a brain inside another program: ledger, kernel, and a place where pods run.
 *
 * @throws BrainFaulted when the ledger cannot be opened or read, or somebody else writes it
 * @throws AskRefused when other rules bear the version of the policy
 * @throws RangeError when a bound is no whole number of at least 1, or a policy cannot stand
 * @example
 * ```ts
 * import { createBrain } from 'berth';
 *
 * const brain = await createBrain({ ledger: ':memory:' });
 * await brain.ask({ type: 'RegisterCluster', clusterId: 'lab', name: 'lab' });
 * brain.views.units.clusters.get('lab')?.state; // → 'WaitingToConnect'
 * await brain.close();
 * ```
 */
export const createBrain = async (options: BrainOptions): Promise<EmbeddedBrain> => {
  const bounds = boundsOf(options.bounds);
  const policy = options.policy === undefined ? undefined : policyGiven(options.policy);
  const log = unwrapped(await ledgerOf(options.ledger));
  return embedded(await startedOn(log, { ...options, ...(policy && { policy }), bounds }));
};

const startedOn = async (log: EventLog, options: BrainOptions): Promise<RunningBrain> => {
  try {
    return unwrapped(
      await startLiveBrain({
        log,
        cluster: options.cluster ?? noCluster(),
        clock: options.clock ?? realClock(),
        holder: options.holder ?? 'berth-embedded',
        policy: options.policy,
        bounds: options.bounds,
        moments: await momentsOf(options.ledger),
      }),
    );
  } catch (error) {
    // A ledger that came open stays its owner's; one that was opened here would be locked for as long as the program runs.
    if (typeof options.ledger === 'string') await log.close()();
    throw error;
  }
};

/** A ledger file has its moments beside it. */
const momentsOf = async (ledger: string | EventLog): Promise<MomentStore | undefined> => {
  if (typeof ledger !== 'string' || ledger === ':memory:') return undefined;
  const { momentsBeside } = await import('./moments/beside.ts');
  return momentsBeside(ledger);
};

const embedded = (brain: RunningBrain): EmbeddedBrain => ({
  ask: async (ask, options = {}) => {
    const told = await brain.ask(askingOf(ask, options));
    if (isLeft(told)) throw new BrainFaulted(told.left);
    if (isLeft(told.right)) throw new AskRefused(told.right.left);
    return told.right.right;
  },
  views: brain.views,
  revision: brain.revision,
  facts: (from = {}) => factsFrom(brain, { after: from.after ?? 0, isLive: from.isLive ?? false }),
  beat: brain.beat,
  health: brain.health,
  live: brain,
  close: async () => {
    unwrapped(await brain.close());
  },
});

const ledgerOf = async (ledger: string | EventLog): Promise<Either<BrainFault, EventLog>> => {
  if (typeof ledger !== 'string') return right(ledger);
  if (ledger === ':memory:') return memoryLedger().open()();
  // Loaded when it is needed: older versions of Node have no SQLite, and are to be told so in words.
  const { openLedger } = await import('../../adapters/event-log-sqlite/index.ts');
  return openLedger({ path: ledger, mode: 'write' })();
};

const unwrapped = <Value>(outcome: Either<BrainFault | PolicyRefused, Value>): Value => {
  if (!isLeft(outcome)) return outcome.right;
  const fault = outcome.left;
  throw fault._tag === 'PolicyRefused' ? new AskRefused(fault.refusal) : new BrainFaulted(fault);
};
