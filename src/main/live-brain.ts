import { randomUUID } from 'node:crypto';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';
import type { MomentStore } from '../../adapters/ports/moment-store.ts';
import type { Asking, BrainFault, LiveBrain, Told } from '../../adapters/ports/live-brain.ts';
import type { KeysUnusable } from '../../adapters/ports/seals.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { requestOfAsk } from '../app/asked.ts';
import type { Brain } from '../app/brain.ts';
import { saveCheckpoint } from '../app/checkpoint.ts';
import type { Request } from '../app/handle.ts';
import { createLiveEngine, type LiveEngine } from '../app/live.ts';
import type { Outcome } from '../app/outcome.ts';
import { pastUseOf } from '../app/past-use.ts';
import { adoptedIn } from '../app/policy.ts';
import type { EngineWatch } from '../app/pump.ts';
import type { ReadFault } from '../app/read.ts';
import { createWriter, type Writer } from '../app/writer.ts';
import { adopt, type PolicyRefused } from './adopt.ts';
import { elect } from './elect.ts';
import { forecastIn } from './forecast/forecast-ledger.ts';
import type { Forecaster } from './forecast/forecast-thread.ts';
import { type Beating, startHeart } from './heart.ts';
import { saveViews } from './live-views.ts';
import { noMoments } from './moments/no-moments.ts';
import { pastOf } from './moments/past.ts';
import { notBefore } from './not-before.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { remember, type Remembered } from './remember.ts';
import { forgetDeleted } from './retention.ts';
import {
  isSealable,
  sealAsk,
  type SealedAsk,
  type Sealing,
  unsealedBy,
} from './sealing/seal-ask.ts';

/** What a running brain is made of. */
export interface LiveBrainParts {
  /** Open for writing; closed with the brain. */
  readonly log: EventLog;
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Who writes, for people who read the ledger. */
  readonly holder: string;
  /** The rules from now on; left out: those that the ledger has adopted, or those of the program. */
  readonly policy?: Policy | undefined;
  readonly watch?: EngineWatch | undefined;
  readonly bounds?: Partial<LiveBounds> | undefined;
  /** Where moments of the past are kept; without it each is folded from the first fact. */
  readonly moments?: MomentStore | undefined;
  /** Makes forecasts away from the writer; left out: beside it, between what it does. */
  readonly forecaster?: Forecaster | undefined;
  /** Seals what submissions say that may be secret; left out: it stands in the ledger as it is. */
  readonly sealing?: Sealing | undefined;
}

/** Bounds of a running brain. */
export interface LiveBounds {
  /** Most requests that wait; one more is refused. */
  readonly waitingMax: number;
  /** Most requests that are decided and committed together. */
  readonly batchMax: number;
  /** Least time between two plans, and the longest that nobody looks at the clock. @unit ms */
  readonly cycleMs: number;
  /** Facts between two checkpoints; one is kept at the end in any case. */
  readonly checkpointEvery: number;
}

const usualBounds: LiveBounds = {
  waitingMax: 20_000,
  batchMax: 1_024,
  cycleMs: 100,
  checkpointEvery: 250_000,
};

/** A brain that runs, for those who own it. */
export interface RunningBrain extends LiveBrain {
  /** Asks in the engine's own words, as the site's set-up does. */
  readonly submit: (request: Request) => Promise<Outcome>;
  /** Lets in what is due now; the brain does so by itself every cycle. */
  readonly beat: () => Promise<void>;
  /** Serves who waits, keeps a checkpoint and closes the ledger. */
  readonly close: () => Promise<Either<LogFault, void>>;
  /** Resolves with the reason when the brain closes, whether it was asked to or not. */
  readonly closed: Promise<string>;
}

/**
 * Starts a brain on a ledger: reads where it stands, becomes its writer, and beats until it is closed.
 *
 * @cost a ledger of a million facts: under 2 s with the checkpoint that a clean end leaves, about 10 s without
 */
export const startLiveBrain = async (
  parts: LiveBrainParts,
): Promise<Either<ReadFault | PolicyRefused, RunningBrain>> => {
  const made = await remember(parts.log);
  if (isLeft(made)) return made;
  const { brain, views, followers, sight, lastMs } = made.right;
  const bounds = { ...usualBounds, ...parts.bounds };
  const clock = notBefore(parts.clock, lastMs);
  const writer = createWriter(parts.log, brain.states.revision, 1);
  const elected = await elect(brain, writer, { holder: parts.holder, atMs: clock.nowMs() });
  if (isLeft(elected)) return left(elected.left);
  const ruled = await ruledBy(brain, writer, { policy: parts.policy, atMs: clock.nowMs() });
  if (isLeft(ruled)) return left(ruled.left);
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<string>();
  const engine = createLiveEngine(
    { ...parts, clock, brain, writer },
    {
      ...bounds,
      onDefect: (reason) => onClosed(reason.message),
      ...(parts.watch === undefined ? {} : { watch: parts.watch }),
    },
  );
  const owned: Owned = {
    parts: { ...parts, clock },
    bounds,
    brain,
    views,
    followers,
    sight,
    engine,
    onClosed,
  };
  const stop = startHeart(beatingOf(owned));
  return right({ ...doorOf(owned), closed, close: () => close(owned, stop) });
};

/** Adopts the rules that were chosen; where none were, those that the ledger has adopted stay. */
const ruledBy = async (
  brain: Brain,
  writer: Writer,
  { policy, atMs }: { readonly policy: Policy | undefined; readonly atMs: InstantMs },
): Promise<Either<LogFault | PolicyRefused, void>> =>
  policy === undefined
    ? right(undefined)
    : adopt(brain, writer, { policy, atMs, commandId: `adopt:${randomUUID()}` });

interface Owned extends Omit<Remembered, 'lastMs'> {
  readonly parts: LiveBrainParts;
  readonly bounds: LiveBounds;
  readonly engine: LiveEngine;
  readonly onClosed: (reason: string) => void;
}

/** What everybody sees of a running brain. */
const doorOf = (owned: Owned): Omit<RunningBrain, 'closed' | 'close'> => {
  const { parts, bounds, brain, views, followers, engine } = owned;
  return {
    ask: (asking) => ask(owned, asking),
    forecast: forecastOf(parts),
    submit: engine.submit,
    beat: engine.beat,
    nowMs: parts.clock.nowMs,
    revision: followers.revision,
    shows: followers.shows,
    views,
    pastUse: () =>
      pastUseOf(brain.capacity, adoptedIn(brain) ?? brain.basePolicy, parts.clock.nowMs()),
    isIdUsed: ({ kind, id }) => brain.states.byKind[kind].has(id),
    ledger: parts.log,
    unsealed: unsealedBy(parts.sealing?.seals),
    follow: followers.follow,
    at: pastOf({ ledger: parts.log, store: parts.moments ?? noMoments }),
    health: () => ({
      ...engine.standing(),
      waitingMax: bounds.waitingMax,
      revision: followers.revision(),
      epoch: brain.epoch,
    }),
  };
};

/** Forecasts that may wait for one that is being made; one more is refused. */
const forecastsMax = 8;

const forecastOf = ({ log, clock, forecaster }: LiveBrainParts): LiveBrain['forecast'] => {
  const make = forecaster ?? ((question) => forecastIn(log, question));
  const inTurn = oneAtATime(forecastsMax);
  return (question) => inTurn(() => make({ ...question, atMs: clock.nowMs() }));
};

const ask = async (owned: Owned, asking: Asking): Promise<Told> => {
  const { log, sealing } = owned.parts;
  if (!isSealable(asking, sealing)) return askSealed(owned, { asking, sealed: undefined });
  const sealed = await sealAsk(asking, log, sealing);
  if (isLeft(sealed)) return left(faultOf(sealed.left));
  return isLeft(sealed.right) ? right(sealed.right) : askSealed(owned, sealed.right.right);
};

const faultOf = (fault: ReadFault | KeysUnusable): BrainFault =>
  fault._tag === 'KeysUnusable'
    ? {
        _tag: 'LedgerUnavailable',
        retry: 'never',
        place: fault.place,
        cause: `its keys: ${fault.problem}`,
        remedy: fault.remedy,
      }
    : fault;

const askSealed = async (owned: Owned, { asking, sealed }: SealedAsk): Promise<Told> => {
  const { sight, engine, parts, followers } = owned;
  const plain = requestOfAsk(asking, sight, parts.clock.nowMs());
  const request = sealed === undefined ? plain : { ...plain, protected: sealed };
  const outcome = await (asking.isDryRun === true
    ? engine.rehearse(request)
    : engine.submit(request));
  if (isLeft(outcome)) return outcome;
  if (isLeft(outcome.right)) return right(outcome.right);
  const facts = outcome.right.right;
  const last = asking.isDryRun === true ? undefined : facts.at(-1);
  const told = facts.map(unsealedBy(parts.sealing?.seals));
  return right(right({ revision: last?.revision ?? followers.revision(), facts: told }));
};

const beatingOf = (owned: Owned): Beating => {
  const { engine, followers, parts, views, bounds, onClosed } = owned;
  const { cycleMs, checkpointEvery } = bounds;
  return {
    engine,
    cycleMs,
    checkpointEvery,
    onClosed,
    revision: followers.revision,
    nowMs: parts.clock.nowMs,
    keep: () => engine.between(() => keep(owned)),
    forget: () => forgetDeleted(views.workloads, parts.clock.nowMs()),
  };
};

/** Keeps states and views; where they cannot be kept the next start takes longer, and that is all. */
const keep = async ({ brain, views, parts }: Owned): Promise<void> => {
  // A turn that was cut off has lost what it was to ask next: only the ledger tells it again.
  if (brain.reactions.length > 0) return;
  try {
    for (const kept of [
      await saveCheckpoint(brain, parts.log),
      await saveViews(views, parts.log),
    ]) {
      if (isLeft(kept)) warn(JSON.stringify(kept.left));
    }
  } catch (error) {
    warn(String(error));
  }
};

const warn = (cause: string): void =>
  process.emitWarning(`no checkpoint could be kept, the next start will take longer: ${cause}`);

const close = async (owned: Owned, stop: () => Promise<void>): Promise<Either<LogFault, void>> => {
  const wasClosed = owned.engine.standing().closedBy !== undefined;
  await owned.engine.close();
  await stop();
  if (!wasClosed) await keep(owned);
  owned.followers.close();
  owned.onClosed('closed by its owner');
  owned.parts.moments?.close();
  return owned.parts.log.close()();
};
