import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type HistoryEntry, workloadHistory } from '../../../projections/workload-history/index.ts';
import { workloadList } from '../../../projections/workload-list/index.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import type { ReadFault } from '../../app/read.ts';
import { factsOfSubject } from '../fold-ledger.ts';

/** All that is known of one workload at a moment. */
export interface WorkloadLife {
  readonly row: WorkloadRow;
  readonly history: readonly HistoryEntry[];
  /** What was sealed of its submission, as it stands in the ledger. */
  readonly sealed: string | undefined;
}

/**
 * The life of the workload of that id up to a revision, from its own facts alone: no other moves its row.
 *
 * `undefined` where nobody had submitted it yet.
 * @cost a look-up, and its own facts
 */
export const lifeAt = async (
  log: Pick<EventLog, 'readSubject'>,
  id: string,
  revision: Revision,
): Promise<Either<ReadFault, WorkloadLife | undefined>> => {
  const facts = await factsOfSubject(log, `workload/${id}`, revision);
  if (isLeft(facts)) return facts;
  const row = facts.right.reduce(workloadList.apply, workloadList.initial()).rows.get(id);
  if (row === undefined) return right(undefined);
  const { entries } = facts.right.reduce(workloadHistory.apply, workloadHistory.initial());
  return right({ row, history: entries, sealed: facts.right[0]?.protected });
};
