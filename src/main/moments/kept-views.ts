import type { LiveViews } from '../../../adapters/ports/live-brain.ts';
import type { BerthEvent, BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Projection } from '../../../domain/foundation/projection.ts';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditTrail,
  auditTrailOf,
  matches,
} from '../../../projections/audit-trail/index.ts';
import {
  nodeList,
  packNodes,
  type PackedNodes,
  unpackNodes,
} from '../../../projections/node-list/index.ts';
import { type OrgUnits, orgUnits } from '../../../projections/org-units/index.ts';
import {
  packBoard,
  type PackedBoard,
  queueBoard,
  unpackBoard,
} from '../../../projections/queue-board/index.ts';
import { workloadList } from '../../../projections/workload-list/index.ts';
import { type EndedWanted, keepWorkloads, loadPhases, loadWorkloads } from './kept-workloads.ts';
import type { KeptParts, Part, Since, Steps, Suite } from './suite.ts';

/** The views by their names. */
export type ViewName = keyof LiveViews;

type Projections = { readonly [Name in ViewName]: Projection<LiveViews[Name], BerthEvent> };

/** How each view is folded; the trail with every deed. */
export const viewProjections: Projections = {
  workloads: workloadList,
  queues: queueBoard,
  nodes: nodeList,
  units: orgUnits,
  audit: auditTrailOf({}),
};

/** Raise it whenever views are kept in another way; a projection's own version speaks for its shape. */
const shapeVersion = 1;

/** What the kept bytes of views mean. */
const viewsVersion: string = [
  shapeVersion,
  ...Object.values(viewProjections).map(({ version }) => version),
].join('.');

/** How much of what was kept is brought back. */
export interface Wanted {
  readonly ended: EndedWanted;
  /** Deeds before the moment that was kept: the newest of those that a filter lets through, or none. */
  readonly deeds: AuditFilter | 'none';
}

type Loaders = {
  readonly [Name in ViewName]: (parts: KeptParts, wanted: Wanted) => Steps<LiveViews[Name]>;
};

/** Brings one view back. */
export const viewLoaders: Loaders = {
  workloads: (parts, { ended }) => loadWorkloads(parts, ended),
  *queues(parts) {
    yield;
    return unpackBoard(parts.live('queues') as PackedBoard);
  },
  *nodes(parts) {
    yield;
    return unpackNodes(parts.live('nodes') as PackedNodes);
  },
  *units(parts) {
    yield;
    return parts.live('units') as OrgUnits;
  },
  audit: (parts, { deeds }) => loadAudit(parts, deeds),
};

function* loadAudit(parts: KeptParts, deeds: Wanted['deeds']): Steps<AuditTrail> {
  const known = parts.live('audit') as AuditTrail['known'];
  const phases = yield* loadPhases(parts);
  return { known, phases, entries: deeds === 'none' ? [] : yield* deedsIn(parts, deeds) };
}

/** Reads back no further than it has to. */
function* deedsIn(parts: KeptParts, filter: AuditFilter): Steps<AuditEntry[]> {
  const pieces: AuditEntry[][] = [];
  let found = 0;
  for (const piece of parts.ended('audit', 'newest first')) {
    const entries = (piece as readonly AuditEntry[]).filter((entry) => matches(entry, filter));
    pieces.push(entries);
    found += entries.length;
    if (found >= (filter.entriesMax ?? Number.POSITIVE_INFINITY)) break;
    yield;
  }
  return pieces.toReversed().flat();
}

type Keepers = { readonly [Name in ViewName]: (views: LiveViews, since: Since) => Part };

const keepers: Keepers = {
  workloads: ({ workloads }, since) => keepWorkloads(workloads, since),
  queues: ({ queues }) => ({ live: packBoard(queues) }),
  nodes: ({ nodes }) => ({ live: packNodes(nodes) }),
  units: ({ units }) => ({ live: units }),
  audit: ({ audit }, { revision }) => ({
    live: audit.known,
    ended: audit.entries.filter((entry) => entry.revision > revision),
  }),
};

/** All views: what lists, tables and HTTP routes answer from. */
export const viewsSuite: Suite<LiveViews> = {
  kind: `views ${viewsVersion}`,
  factsMax: 12_000,
  shareMax: 0.15,
  initial: () => ({
    workloads: viewProjections.workloads.initial(),
    queues: viewProjections.queues.initial(),
    nodes: viewProjections.nodes.initial(),
    units: viewProjections.units.initial(),
    audit: viewProjections.audit.initial(),
  }),
  *load(parts) {
    const wanted: Wanted = { ended: 'all', deeds: 'none' };
    return {
      workloads: yield* viewLoaders.workloads(parts, wanted),
      queues: yield* viewLoaders.queues(parts, wanted),
      nodes: yield* viewLoaders.nodes(parts, wanted),
      units: yield* viewLoaders.units(parts, wanted),
      audit: yield* viewLoaders.audit(parts, wanted),
    };
  },
  apply: (views, fact) => {
    applyView(views, 'workloads', fact);
    applyView(views, 'queues', fact);
    applyView(views, 'nodes', fact);
    applyView(views, 'units', fact);
    applyView(views, 'audit', fact);
  },
  keep: (views, since) => ({
    workloads: keepers.workloads(views, since),
    queues: keepers.queues(views, since),
    nodes: keepers.nodes(views, since),
    units: keepers.units(views, since),
    audit: keepers.audit(views, since),
  }),
};

/** Folds a fact into one view, in place, as all these projections do. */
export const applyView = <Name extends ViewName>(
  views: Pick<LiveViews, Name>,
  name: Name,
  fact: BerthRecorded,
): void => {
  const projection = viewProjections[name];
  if (projection.handles.has(fact.type)) projection.apply(views[name], fact);
};
