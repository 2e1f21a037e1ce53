import type { Head, StoredRecord } from '../../../adapters/ports/event-log.ts';
import type { LiveBrain, LiveViews } from '../../../adapters/ports/live-brain.ts';
import { type Either, isLeft, left, right, task } from '../../../domain/foundation/fp.ts';
import { type PastUse } from '../../../projections/queue-board/index.ts';
import type { ReadFault } from '../../app/read.ts';
import { auditEntriesMax } from '../live-views.ts';
import type { ViewName } from './kept-views.ts';
import type { MomentSource } from './place.ts';
import type { Standing } from './reached.ts';
import { useAt } from './use-at.ts';
import { viewsAt } from './views-at.ts';

/** The ledger that moments are made of. */
export type PastLedger = LiveBrain['ledger'];

/** A moment that can be looked at; its views are made when somebody first wants them. */
export interface PastMoment {
  /** The brain then: it answers, and takes nothing. Only views that were made can be looked at. */
  readonly brain: LiveBrain;
  /** Which of these views are not made yet. */
  readonly lacks: (names: readonly ViewName[]) => readonly ViewName[];
  readonly make: (names: readonly ViewName[]) => Promise<Either<ReadFault, void>>;
  /** The same with what queues had used over time until then, which takes a while to find out. */
  readonly withUse: () => Promise<Either<ReadFault, LiveBrain>>;
  /** How many workloads it holds. */
  readonly size: () => number;
}

/** What moments are made of, and after how long others get their turn. @unit ms */
export interface PastSource extends MomentSource {
  readonly log: PastLedger;
  readonly sliceMs: number;
}

/** A brain that stands at a moment for ever. */
export const pastMoment = async (
  source: PastSource,
  reached: Standing,
): Promise<Either<ReadFault, PastMoment>> => {
  const [{ log }, { revision }] = [source, reached];
  const last = await log.read(revision - 1, 1)();
  if (isLeft(last)) return left(last.left);
  const head: Head = { revision, hash: last.right[0]?.hash ?? new Uint8Array(32) };
  const views: Partial<Growing> = {};
  const brain = brainThen(reached, upTo(log, head), { views: shown(views), pastUse: unused });
  let used: Promise<Either<ReadFault, LiveBrain>> | undefined;
  return right({
    brain,
    lacks: (names) => names.filter((name) => views[name] === undefined),
    make: (names) => makeViews(source, revision, { names, views }),
    size: () => views.workloads?.rows.size ?? 0,
    withUse: async () => {
      const found = await (used ??= withUse(source, reached, brain));
      // A read that failed may succeed the next time.
      if (isLeft(found)) used = undefined;
      return found;
    },
  });
};

type Growing = { -readonly [Name in ViewName]: LiveViews[Name] };

/** What was made of views, and a clear word where somebody looks at one that he did not ask for. */
const shown = (views: Partial<Growing>): LiveViews => {
  const view = <Name extends ViewName>(name: Name): LiveViews[Name] => {
    const made = views[name];
    if (made === undefined)
      throw new Error(`the view '${name}' was not asked for with this moment`);
    return made;
  };
  return {
    get workloads() {
      return view('workloads');
    },
    get queues() {
      return view('queues');
    },
    get nodes() {
      return view('nodes');
    },
    get units() {
      return view('units');
    },
    get audit() {
      return view('audit');
    },
  };
};

const makeViews = async (
  source: PastSource,
  revision: number,
  { names, views }: { readonly names: readonly ViewName[]; readonly views: Partial<Growing> },
): Promise<Either<ReadFault, void>> => {
  if (names.length === 0) return right(undefined);
  const until = { revision, latestMs: Number.POSITIVE_INFINITY };
  const seen = await viewsAt(source, until, {
    names,
    ended: 'shared',
    deeds: { entriesMax: auditEntriesMax },
    sliceMs: source.sliceMs,
  });
  if (isLeft(seen)) return seen;
  Object.assign(views, withNewestDeeds(seen.right.views));
  return right(undefined);
};

const withNewestDeeds = ({ audit, ...views }: Partial<LiveViews>): Partial<LiveViews> =>
  audit === undefined
    ? views
    : { ...views, audit: { ...audit, entries: audit.entries.slice(-auditEntriesMax) } };

const unused = (): PastUse => {
  throw new Error('the use of queues was not asked for with this moment');
};

const withUse = async (
  { sliceMs, ...source }: PastSource,
  reached: Standing,
  brain: LiveBrain,
): Promise<Either<ReadFault, LiveBrain>> => {
  const { views } = brain;
  const used = await useAt(source, { ...reached, views }, sliceMs);
  if (isLeft(used)) return used;
  // A plain value for each queue: the capacity, which is large, is let go of.
  const { factorMilli, of } = used.right;
  const byQueue = new Map([...views.queues.queues.values()].map((queue) => [queue.id, of(queue)]));
  const past: PastUse = { factorMilli, of: (queue) => byQueue.get(queue.id) ?? of(queue) };
  return right({ ...brain, pastUse: () => past });
};

const closedBy = 'it is a moment of the past';
const closed = left({ _tag: 'EngineClosed', retry: 'never', reason: closedBy } as const);

const brainThen = (
  { revision, nowMs, epoch }: Standing,
  ledger: PastLedger,
  seen: Pick<LiveBrain, 'views' | 'pastUse'>,
): LiveBrain => {
  const past: LiveBrain = {
    ...seen,
    ask: async () => closed,
    forecast: async () => closed,
    nowMs: () => nowMs,
    revision: () => revision,
    shows: async (wanted) => wanted <= revision,
    isIdUsed: () => false,
    ledger,
    follow: () => () => undefined,
    health: () => ({
      closedBy,
      revision,
      epoch,
      waiting: 0,
      waitingMax: 0,
      plannedAtMs: nowMs,
      beatAgoMs: 0,
    }),
    at: async () => right(past),
  };
  return past;
};

/** A ledger as it was when it ended with a fact. */
const upTo = (ledger: PastLedger, head: Head): PastLedger => {
  const { revision: end } = head;
  const before = (records: readonly StoredRecord[]): readonly StoredRecord[] =>
    records.filter(({ revision }) => revision <= end);
  return {
    head: () => task.tryCatch(async () => head, never),
    read: (after, max) =>
      ledger.read(Math.min(after, end), Math.max(0, Math.min(max, end - after))),
    readSubject: (subject, after, max) => task.map(before)(ledger.readSubject(subject, after, max)),
    findCommand: (commandId) =>
      task.map((found: readonly number[]) => found.filter((revision) => revision <= end))(
        ledger.findCommand(commandId),
      ),
  };
};

const never = (reason: unknown): never => {
  throw reason;
};
