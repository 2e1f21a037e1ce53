import { isLeft } from '../../../../domain/foundation/fp.ts';
import {
  type HistoryEntry,
  workloadHistory,
} from '../../../../projections/workload-history/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import { factOf } from '../../berth/fact.ts';
import { problemOfFault } from '../../problem.ts';

const stepMax = 512;
/** Most facts of one life that are told. */
const factsMax = 50_000;

/** What happened to a workload, fact by fact. @throws Problem when the ledger cannot be read */
export const lifeOf = async (
  { ledger }: LiveBrain,
  id: string,
): Promise<readonly HistoryEntry[]> => {
  let view = workloadHistory.initial();
  let after = 0;
  for (;;) {
    const page = await ledger.readSubject(`workload/${id}`, after, stepMax)();
    if (isLeft(page)) throw problemOfFault(page.left);
    for (const record of page.right) {
      view = workloadHistory.apply(view, factOf(record));
      after = record.revision;
    }
    if (page.right.length < stepMax || view.entries.length >= factsMax) return view.entries;
  }
};
