import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';
import type { Asking, LiveBrain, LiveViews, Told } from '../../adapters/ports/live-brain.ts';
import { defaultPolicy, type Policy } from '../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { requestOfAsk, type Sight } from '../app/asked.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { loadCheckpoint, saveCheckpoint } from '../app/checkpoint.ts';
import type { Request } from '../app/handle.ts';
import { createLiveEngine, type LiveEngine } from '../app/live.ts';
import type { Outcome } from '../app/outcome.ts';
import type { EngineWatch } from '../app/pump.ts';
import { readFacts, type ReadFault } from '../app/read.ts';
import { recover } from '../app/recover.ts';
import { workloadNames } from '../app/workload-names.ts';
import { createWriter } from '../app/writer.ts';
import { elect } from './elect.ts';
import { createFollowers, type Followers } from './followers.ts';
import { loadViews, saveViews } from './live-views.ts';

/** What a running brain is made of. */
export interface LiveBrainParts {
  /** Open for writing; closed with the brain. */
  readonly log: EventLog;
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Who writes, for people who read the ledger. */
  readonly holder: string;
  /** The rules; those of the program unless said. */
  readonly policy?: Policy | undefined;
  readonly watch?: EngineWatch | undefined;
  readonly bounds?: Partial<LiveBounds> | undefined;
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
): Promise<Either<ReadFault, RunningBrain>> => {
  const made = await remember(parts);
  if (isLeft(made)) return made;
  const { brain, views, followers, sight } = made.right;
  const bounds = { ...usualBounds, ...parts.bounds };
  const writer = createWriter(parts.log, brain.states.revision, 1);
  const elected = await elect(brain, writer, { holder: parts.holder, atMs: parts.clock.nowMs() });
  if (isLeft(elected)) return left(elected.left);
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<string>();
  const engine = createLiveEngine(
    { ...parts, brain, writer },
    {
      ...bounds,
      onDefect: (reason) => onClosed(reason.message),
      ...(parts.watch === undefined ? {} : { watch: parts.watch }),
    },
  );
  const owned: Owned = { parts, bounds, brain, views, followers, sight, engine, onClosed };
  const stop = startHeart(owned);
  return right({ ...doorOf(owned), closed, close: () => close(owned, stop) });
};

interface Remembered {
  readonly brain: Brain;
  readonly views: LiveViews;
  readonly followers: Followers;
  readonly sight: Sight;
}

interface Owned extends Remembered {
  readonly parts: LiveBrainParts;
  readonly bounds: LiveBounds;
  readonly engine: LiveEngine;
  readonly onClosed: (reason: string) => void;
}

/** Brings states and views to the head of the ledger. */
const remember = async ({
  log,
  policy,
}: LiveBrainParts): Promise<Either<ReadFault, Remembered>> => {
  const loaded = await loadCheckpoint(createBrain(policy ?? defaultPolicy), log);
  if (isLeft(loaded)) return left(loaded.left);
  const { revision } = loaded.right;
  const kept = await loadViews(log, revision);
  if (isLeft(kept)) return left(kept.left);
  const { views, watchers } = kept.right;
  const caught = await readFacts(log, { after: kept.right.revision, to: revision }, ({ fact }) => {
    for (const watcher of watchers) watcher.apply(fact);
  });
  if (isLeft(caught)) return caught;
  const names = workloadNames(views.workloads.rows);
  const followers = createFollowers(revision);
  const brain = { ...loaded.right.brain, watchers: [...watchers, names, followers] };
  const recovered = await recover(brain, log);
  if (isLeft(recovered)) return recovered;
  return right({ brain, views, followers, sight: { views, names } });
};

/** What everybody sees of a running brain. */
const doorOf = (owned: Owned): Omit<RunningBrain, 'closed' | 'close'> => {
  const { parts, bounds, brain, views, followers, engine } = owned;
  return {
    ask: (asking) => ask(owned, asking),
    submit: engine.submit,
    beat: engine.beat,
    nowMs: parts.clock.nowMs,
    revision: followers.revision,
    shows: followers.shows,
    views,
    isIdUsed: ({ kind, id }) => brain.states.byKind[kind].has(id),
    ledger: parts.log,
    follow: followers.follow,
    health: () => ({
      ...engine.standing(),
      waitingMax: bounds.waitingMax,
      revision: followers.revision(),
      epoch: brain.epoch,
    }),
  };
};

const ask = async (owned: Owned, asking: Asking): Promise<Told> => {
  const { sight, engine, parts, followers } = owned;
  const request = requestOfAsk(asking, sight, parts.clock.nowMs());
  const outcome = await (asking.isDryRun === true
    ? engine.rehearse(request)
    : engine.submit(request));
  if (isLeft(outcome)) return outcome;
  if (isLeft(outcome.right)) return right(outcome.right);
  const facts = outcome.right.right;
  const last = asking.isDryRun === true ? undefined : facts.at(-1);
  return right(right({ revision: last?.revision ?? followers.revision(), facts }));
};

/** Beats every cycle, keeps a checkpoint now and then, and notices when the engine has closed by itself. */
const startHeart = (owned: Owned): (() => Promise<void>) => {
  const { engine, bounds, followers, onClosed } = owned;
  let keptAt = followers.revision();
  let isBeating = true;
  const pulse = async (): Promise<void> => {
    while (isBeating) {
      await engine.beat();
      const { closedBy } = engine.standing();
      if (closedBy !== undefined) return onClosed(closedBy);
      if (followers.revision() - keptAt >= bounds.checkpointEvery) {
        keptAt = followers.revision();
        await keep(owned);
      }
      await new Promise<void>((resolve) => setTimeout(resolve, bounds.cycleMs));
    }
  };
  const ended = pulse();
  return async () => {
    isBeating = false;
    await ended;
  };
};

/** Keeps states and views; one that cannot be kept costs time at the next start, nothing else. */
const keep = ({ engine, brain, views, parts }: Owned): Promise<void> =>
  engine.between(async () => {
    await saveCheckpoint(brain, parts.log);
    await saveViews(views, parts.log);
  });

const close = async (owned: Owned, stop: () => Promise<void>): Promise<Either<LogFault, void>> => {
  await stop();
  const wasClosed = owned.engine.standing().closedBy !== undefined;
  await owned.engine.close();
  if (!wasClosed) await keep(owned);
  owned.onClosed('closed by its owner');
  return owned.parts.log.close()();
};
