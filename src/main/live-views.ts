import { deserialize, serialize } from 'node:v8';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';
import type { LiveViews } from '../../adapters/ports/live-brain.ts';
import { auditTrailOf } from '../../projections/audit-trail/index.ts';
import { nodeList } from '../../projections/node-list/index.ts';
import { orgUnits } from '../../projections/org-units/index.ts';
import { queueBoard } from '../../projections/queue-board/index.ts';
import {
  type PackedWorkloads,
  packWorkloads,
  unpackWorkloads,
  workloadList,
} from '../../projections/workload-list/index.ts';
import { watch, type Watcher } from '../app/brain.ts';

/** The newest deeds that a running brain shows; older ones are read from the ledger. */
export const auditEntriesMax = 10_000;

/** The name under which the views are kept beside the ledger. */
const name = 'views';
/** Raise it whenever the way of keeping them changes; a projection's own version speaks for its shape. */
const shapeVersion = 2;

type ViewsOf = { readonly [Key in keyof LiveViews]: Projection<LiveViews[Key], BerthEvent> };

const projections: ViewsOf = {
  workloads: workloadList,
  queues: queueBoard,
  nodes: nodeList,
  units: orgUnits,
  audit: auditTrailOf({ entriesMax: auditEntriesMax }),
};

const version = [shapeVersion, ...Object.values(projections).map((one) => one.version)].join('.');

/** The views as they are kept: what there are many of as columns, what follows from other views not at all. */
interface Packed extends Omit<LiveViews, 'workloads'> {
  readonly workloads: PackedWorkloads;
}

interface Kept {
  readonly version: string;
  readonly revision: Revision;
  readonly packed: Packed;
}

/** The views with what keeps them up to date. */
export interface WatchedViews {
  readonly views: LiveViews;
  readonly watchers: readonly Watcher[];
  /** The last fact that is folded in before the watchers see their first. */
  readonly revision: Revision;
}

/** Brings the views back as they were kept last, at or before a revision; without any, views of nothing. */
export const loadViews = async (
  log: EventLog,
  atMost: Revision,
): Promise<Either<LogFault, WatchedViews>> => {
  const found = await log.loadSnapshot(name, atMost)();
  if (isLeft(found)) return left(found.left);
  const kept = found.right === undefined ? undefined : keptOf(found.right.bytes);
  return right({ ...watched(kept && unpacked(kept.packed)), revision: kept?.revision ?? 0 });
};

/** Keeps the views as they stand, so that the next start has them at once. */
export const saveViews = async (
  views: LiveViews,
  log: EventLog,
): Promise<Either<LogFault, void>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision, hash } = head.right;
  const kept: Kept = { version, revision, packed: packed(views) };
  return log.saveSnapshot({ name, revision, hash, bytes: serialize(kept) })();
};

const packed = ({ workloads, audit, ...rest }: LiveViews): Packed => ({
  ...rest,
  workloads: packWorkloads(workloads),
  audit: { ...audit, entries: audit.entries.slice(-auditEntriesMax), phases: new Map() },
});

/** The audit trail knows a workload by its phase alone, which the list of workloads has. */
const unpacked = (kept: Packed): LiveViews => {
  const workloads = unpackWorkloads(kept.workloads);
  const phases = new Map<string, string>();
  for (const { id, phase } of workloads.rows.values()) {
    if (phase !== 'Deleted') phases.set(id, phase);
  }
  return { ...kept, workloads, audit: { ...kept.audit, phases } };
};

const watched = (from: Partial<LiveViews> = {}): Omit<WatchedViews, 'revision'> => {
  const workloads = watch(projections.workloads, from.workloads);
  const queues = watch(projections.queues, from.queues);
  const nodes = watch(projections.nodes, from.nodes);
  const units = watch(projections.units, from.units);
  const audit = watch(projections.audit, from.audit);
  return {
    watchers: [workloads, queues, nodes, units, audit],
    // Every one of these projections folds in place, so a view stays the same object.
    views: {
      workloads: workloads.view(),
      queues: queues.view(),
      nodes: nodes.view(),
      units: units.view(),
      audit: audit.view(),
    },
  };
};

const keptOf = (bytes: Uint8Array): Kept | undefined => {
  try {
    const kept = deserialize(bytes) as Kept;
    return kept.version === version ? kept : undefined;
  } catch {
    // Views are a cache: some that cannot be read cost time, nothing else.
    return undefined;
  }
};
