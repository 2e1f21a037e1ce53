import type { Head, StoredRecord } from '../../../adapters/ports/event-log.ts';
import type { LiveBrain, LiveViews } from '../../../adapters/ports/live-brain.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import { type Either, isLeft, left, right, task } from '../../../domain/foundation/fp.ts';
import { type PastUse } from '../../../projections/queue-board/index.ts';
import type { ReadFault } from '../../app/read.ts';
import { auditEntriesMax } from '../live-views.ts';
import type { ViewName } from './kept-views.ts';
import { useAt } from './use-at.ts';
import type { ViewsThen } from './views-at.ts';

/** The ledger that moments are made of. */
export type PastLedger = LiveBrain['ledger'];

/** A moment that can be looked at. */
export interface PastMoment {
  /** The brain then: it answers, and takes nothing. */
  readonly brain: LiveBrain;
  /** The same with what queues had used over time until then, which takes a while to find out. */
  readonly withUse: () => Promise<Either<ReadFault, LiveBrain>>;
  /** How many workloads it holds. */
  readonly size: number;
}

interface Source {
  readonly ledger: PastLedger;
  readonly store: MomentStore;
  readonly sliceMs: number;
}

/** Makes a brain that stands at a moment for ever. */
export const pastMoment = async (
  source: Source,
  then: ViewsThen<ViewName>,
): Promise<Either<ReadFault, PastMoment>> => {
  const { ledger } = source;
  const { revision } = then;
  const last = await ledger.read(revision - 1, 1)();
  if (isLeft(last)) return left(last.left);
  const head: Head = { revision, hash: last.right[0]?.hash ?? new Uint8Array(32) };
  const brain = brainThen(then, upTo(ledger, head), unused);
  let used: Promise<Either<ReadFault, LiveBrain>> | undefined;
  return right({
    brain,
    size: then.views.workloads.rows.size,
    withUse: () => (used ??= withUse(source, then, brain)),
  });
};

const unused = (): PastUse => {
  throw new Error('the use of queues was not asked for with this moment');
};

const withUse = async (
  { ledger, store, sliceMs }: Source,
  then: ViewsThen<ViewName>,
  brain: LiveBrain,
): Promise<Either<ReadFault, LiveBrain>> => {
  const used = await useAt({ log: ledger, store }, then, sliceMs);
  if (isLeft(used)) return used;
  // A plain value for each queue: the capacity, which is large, is let go of.
  const { factorMilli, of } = used.right;
  const byQueue = new Map(
    [...then.views.queues.queues.values()].map((queue) => [queue.id, of(queue)]),
  );
  const past: PastUse = { factorMilli, of: (queue) => byQueue.get(queue.id) ?? of(queue) };
  return right({ ...brain, pastUse: () => past });
};

const closedBy = 'it is a moment of the past';
const closed = left({ _tag: 'EngineClosed', retry: 'never', reason: closedBy } as const);

const brainThen = (
  { revision, nowMs, epoch, views }: ViewsThen<ViewName>,
  ledger: PastLedger,
  pastUse: () => PastUse,
): LiveBrain => {
  const past: LiveBrain = {
    ask: async () => closed,
    forecast: async () => closed,
    nowMs: () => nowMs,
    revision: () => revision,
    shows: async (wanted) => wanted <= revision,
    views: withNewestDeeds(views),
    pastUse,
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

const withNewestDeeds = (views: LiveViews): LiveViews => ({
  ...views,
  audit: { ...views.audit, entries: views.audit.entries.slice(-auditEntriesMax) },
});

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
