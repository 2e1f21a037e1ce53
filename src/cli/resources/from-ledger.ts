import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { capacity } from '../../../projections/capacity/index.ts';
import { nodeList } from '../../../projections/node-list/index.ts';
import { orgUnits } from '../../../projections/org-units/index.ts';
import {
  queueBoard,
  type QueueRowWithShare,
  rowsOf,
  withFairShares,
} from '../../../projections/queue-board/index.ts';
import { type HistoryEntry, workloadHistory } from '../../../projections/workload-history/index.ts';
import { workloadList } from '../../../projections/workload-list/index.ts';
import { pastUseOf } from '../../app/past-use.ts';
import { policySubject } from '../../app/policy.ts';
import type { ReadFault } from '../../app/read.ts';
import { factsOfSubject } from '../../main/fold-ledger.ts';
import { together, viewOf } from './as-of.ts';
import { type UnitBook, unitBookOf } from './unit-book.ts';

/** The workloads of a ledger file. */
export const workloadsIn = (ledger: string) => viewOf(ledger, workloadList);

/** The life of one workload of a ledger file. */
export const historyIn = async (
  ledger: string,
  id: string,
): Promise<Either<ReadFault, readonly HistoryEntry[]>> => {
  const facts = await factsOfSubject(ledger, `workload/${id}`);
  if (isLeft(facts)) return facts;
  return right(facts.right.reduce(workloadHistory.apply, workloadHistory.initial()).entries);
};

/** The queues of a ledger file with what is fair for each, each below its parent. */
export const queuesIn = async (
  ledger: string,
): Promise<Either<ReadFault, readonly QueueRowWithShare[]>> => {
  const folded = await viewOf(ledger, together(queueBoard, together(capacity, orgUnits)));
  if (isLeft(folded)) return folded;
  const { view, nowMs } = folded.right;
  const { first: held, second: units } = view.second;
  const policy = units.policies.get(policySubject.id)?.policy ?? defaultPolicy;
  return right(withFairShares(view.first, pastUseOf(held, policy, nowMs)));
};

/** The organisation of a ledger file, and what its queues hold. */
export const unitsIn = async (ledger: string): Promise<Either<ReadFault, UnitBook>> => {
  const folded = await viewOf(ledger, together(orgUnits, queueBoard));
  if (isLeft(folded)) return folded;
  const { view, nowMs } = folded.right;
  const { departments, projects } = view.first;
  return right(
    unitBookOf({
      departments: departments.values(),
      projects: projects.values(),
      queues: rowsOf(view.second),
      nowMs,
    }),
  );
};

/** The estate of a ledger file: clusters, node pools and nodes. */
export const estateIn = (ledger: string) => viewOf(ledger, together(orgUnits, nodeList));

/** The nodes of a ledger file, and the workloads that may hold them. */
export const nodesIn = (ledger: string) => viewOf(ledger, together(nodeList, workloadList));
