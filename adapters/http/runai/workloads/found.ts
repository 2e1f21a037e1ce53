import { isLeft } from '../../../../domain/foundation/fp.ts';
import type { DataOf } from '../../../../domain/workload/index.ts';
import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import { factOf } from '../../berth/fact.ts';
import { noSuch } from '../../berth/missing.ts';
import { keptRows, type Listed, type RowSource } from '../../list/index.ts';
import { problemOfFault } from '../../problem.ts';
import type { WorkloadsSeen } from './table.ts';
import type { TypeName } from './words.ts';

const kept = new WeakMap<LiveBrain, () => RowSource<WorkloadRow>>();

/** The workloads as lists go through them: they only ever come, so that orders of them are kept. */
export const listedWorkloads = (brain: LiveBrain): Listed<WorkloadRow, WorkloadsSeen> => {
  const source =
    kept.get(brain) ??
    keptRows(brain.views.workloads.rows, () => brain.views.workloads.forgotten ?? 0);
  kept.set(brain, source);
  return { source: source(), see: seenOf(brain) };
};

/** What is looked at besides a row. */
export const seenOf = (brain: LiveBrain): WorkloadsSeen => ({
  nowMs: brain.nowMs(),
  units: brain.views.units,
});

/** The workload of an id, of one type where the path names one. @throws Problem when there is none */
export const foundWorkload = (brain: LiveBrain, id: string, type?: TypeName): WorkloadRow => {
  const { rows } = brain.views.workloads;
  const row = rows.get(id);
  if (row !== undefined && (type === undefined || row.workloadType === type)) return row;
  throw noSuch(type ?? 'workload', id, idsOf(rows, type));
};

function* idsOf(rows: ReadonlyMap<string, WorkloadRow>, type?: TypeName): Iterable<string> {
  for (const row of rows.values()) {
    if (type === undefined || row.workloadType === type) yield row.id;
  }
}

/** What a workload was submitted with. @throws Problem when the ledger cannot be read */
export const submittedOf = async (
  { ledger, unsealed }: LiveBrain,
  id: string,
): Promise<DataOf<'WorkloadSubmitted'>> => {
  const read = await ledger.readSubject(`workload/${id}`, 0, 1)();
  if (isLeft(read)) throw problemOfFault(read.left);
  const [record] = read.right;
  const fact = record === undefined ? undefined : factOf(record);
  if (fact?.type === 'WorkloadSubmitted') return (unsealed?.(fact) ?? fact).data;
  throw noSuch('workload', id, []);
};
