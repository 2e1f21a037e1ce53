import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Forecast, ForecastQuestion } from '../../../adapters/ports/forecast.ts';
import type { LiveViews } from '../../../adapters/ports/live-brain.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { invariant } from '../../../domain/foundation/invariant.ts';
import { type ForecastGround, foretell } from '../../app/forecast/index.ts';
import type { ReadFault } from '../../app/read.ts';
import { workloadNames } from '../../app/workload-names.ts';
import { brainIn } from '../brain-at.ts';
import { withLedger } from '../ledger-file.ts';
import { momentsOf } from '../moments/beside.ts';
import { applyView, type ViewName } from '../moments/kept-views.ts';
import { viewsAt } from '../moments/views-at.ts';

/** What a forecast is read from. */
export type ForecastLog = Pick<EventLog, 'head' | 'read' | 'loadSnapshot'>;

const names = [
  'workloads',
  'queues',
  'nodes',
  'units',
  'audit',
] as const satisfies readonly ViewName[];

/** What a forecast on a ledger is made on; it is used up by one. */
export interface LedgerGround extends ForecastGround {
  readonly revision: Revision;
  /** When the last fact was made. */
  readonly nowMs: InstantMs;
}

/** The brain and its sight after a revision of a ledger. @cost the nearest moment that was kept, and the facts since */
export const groundIn = async (
  log: ForecastLog,
  revision: Revision,
): Promise<Either<ReadFault, LedgerGround>> => {
  const store = momentsOf(log);
  const until = { revision, latestMs: Number.POSITIVE_INFINITY };
  const then = await viewsAt({ log, store }, until, { names, ended: 'all', deeds: 'none' });
  if (isLeft(then)) return then;
  const { views, nowMs } = then.right;
  const brain = await brainIn(log, revision, store);
  if (!isLeft(brain)) return right({ brain: brain.right, ...sightOf(views), revision, nowMs });
  const fault = brain.left;
  invariant(fault._tag !== 'MomentUnknown', () => `the ledger has lost revision ${revision}`);
  return left(fault);
};

/**
 * Foretells what asks would lead to, on a ledger as it stands, or stood after a revision; its writer goes on meanwhile.
 *
 * @cost a brain and the views at the head, then a first plan
 */
export const forecastIn = async (
  log: ForecastLog,
  { asks, actor, atMs }: ForecastQuestion,
  at?: Revision,
): Promise<Either<ReadFault, Forecast>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const ground = await groundIn(log, at ?? head.right.revision);
  if (isLeft(ground)) return ground;
  const nowMs = atMs ?? ground.right.nowMs;
  const foretold = await foretell(ground.right, { asks, actor, nowMs });
  if (isLeft(foretold)) return left(foretold.left);
  return right({ revision: ground.right.revision, atMs: nowMs, foretold: foretold.right });
};

/** Like `forecastIn`, of a ledger file. */
export const forecastInLedger = (
  path: string,
  question: ForecastQuestion,
): Promise<Either<ReadFault, Forecast>> =>
  withLedger<ReadFault, Forecast>(path, 'read', (log) => forecastIn(log, question));

const sightOf = (views: LiveViews) => {
  const held = workloadNames(views.workloads.rows);
  const shown = {
    apply: (fact: BerthRecorded): void => {
      for (const name of names) applyView(views, name, fact);
    },
  };
  return { sight: { views, names: held }, followers: [shown, held] };
};
