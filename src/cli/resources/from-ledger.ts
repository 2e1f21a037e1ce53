import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { QueueRowWithShare } from '../../../projections/queue-board/view.ts';
import type { WorkloadList } from '../../../projections/workload-list/view.ts';
import type { EndedWanted } from '../../main/moments/kept-workloads.ts';
import {
  type LedgerThen,
  type ThenFault,
  viewsOnTheWay,
  viewsThen,
  withThen,
} from '../../main/moments/of-file.ts';
import type { WorkloadLife } from '../../main/moments/life-at.ts';
import { byRevision } from '../../main/moments/reached-at.ts';
import { timeOf } from '../../main/moments/time-of.ts';
import { type UnitBook, unitBookOf } from './unit-book.ts';

/** A view with the moment that it holds for: that of the last fact of a ledger, or of the moment that is meant. */
export interface AsOf<View> {
  readonly view: View;
  readonly nowMs: InstantMs;
}

const nothingEnded = { ended: 'none', deeds: 'none' } as const;

/** The workloads of a ledger file; of those that had ended only the ones that are wanted. */
export const workloadsIn = async (
  then: LedgerThen,
  ended: EndedWanted,
): Promise<Either<ThenFault, AsOf<WorkloadList>>> => {
  const seen = await viewsThen(then, { names: ['workloads'], ended, deeds: 'none' });
  return isLeft(seen) ? seen : right({ view: seen.right.views.workloads, nowMs: seen.right.nowMs });
};

/** The life of the workload of that id in a ledger file; `undefined` where there was none of that id. */
export const lifeIn = (
  then: LedgerThen,
  id: string,
): Promise<Either<ThenFault, AsOf<WorkloadLife | undefined>>> =>
  withThen<AsOf<WorkloadLife | undefined>>(then, async (moments, until) => {
    const { lifeAt } = await import('../../main/moments/life-at.ts');
    const meant = await byRevision(moments, until);
    if (isLeft(meant)) return meant;
    const { revision } = meant.right;
    const life = await lifeAt(moments.log, id, revision);
    if (isLeft(life)) return life;
    const nowMs = await timeOf(moments.log, revision);
    return isLeft(nowMs) ? nowMs : right({ view: life.right, nowMs: nowMs.right });
  });

/** The queues of a ledger file with what is fair for each, each below its parent. */
export const queuesIn = (
  then: LedgerThen,
): Promise<Either<ThenFault, readonly QueueRowWithShare[]>> =>
  withThen(then, async (moments, until) => {
    const wanted = { names: ['queues', 'units'], ...nothingEnded } as const;
    const seen = await viewsOnTheWay(moments, { at: then.at, until }, wanted);
    if (isLeft(seen)) return seen;
    const { useAt } = await import('../../main/moments/use-at.ts');
    const used = await useAt(moments, seen.right);
    if (isLeft(used)) return used;
    const { withFairShares } = await import('../../../projections/queue-board/index.ts');
    return right(withFairShares(seen.right.views.queues, used.right));
  });

/** The organisation of a ledger file, and what its queues hold. */
export const unitsIn = async (then: LedgerThen): Promise<Either<ThenFault, UnitBook>> => {
  const seen = await viewsThen(then, { names: ['units', 'queues'], ...nothingEnded });
  if (isLeft(seen)) return seen;
  const { views, nowMs } = seen.right;
  const { departments, projects } = views.units;
  const { rowsOf } = await import('../../../projections/queue-board/index.ts');
  return right(
    unitBookOf({
      departments: departments.values(),
      projects: projects.values(),
      queues: rowsOf(views.queues),
      nowMs,
    }),
  );
};

/** The estate of a ledger file: clusters, node pools and nodes. */
export const estateIn = (then: LedgerThen) =>
  viewsThen(then, { names: ['units', 'nodes'], ...nothingEnded });

/** The nodes of a ledger file, and the workloads that may hold them. */
export const nodesIn = (then: LedgerThen) =>
  viewsThen(then, { names: ['nodes', 'workloads'], ...nothingEnded });
