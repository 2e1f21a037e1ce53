import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { workloadList } from '../../../projections/workload-list/index.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { problemOfFault } from '../problem.ts';
import { factOf } from './fact.ts';

const stepMax = 512;

/** The facts of one workload in the order of the ledger, no more of them read than are taken. */
export async function* factsOfLife(
  { ledger }: LiveBrain,
  id: string,
): AsyncIterable<BerthRecorded> {
  let after = 0;
  while (true) {
    const page = await ledger.readSubject(`workload/${id}`, after, stepMax)();
    if (isLeft(page)) throw problemOfFault(page.left);
    for (const record of page.right) {
      yield factOf(record);
      after = record.revision;
    }
    if (page.right.length < stepMax) return;
  }
}

/** The row of one workload from its own facts alone: no other moves it. `undefined` where nobody had submitted it. */
export const rowOfLife = async (brain: LiveBrain, id: string): Promise<WorkloadRow | undefined> => {
  let view = workloadList.initial();
  for await (const fact of factsOfLife(brain, id)) view = workloadList.apply(view, fact);
  return view.rows.get(id);
};
