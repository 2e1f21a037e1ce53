import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { type WorkloadEvent, workloadFacts } from '../../domain/workload/events.ts';
import { move } from './move.ts';
import { submittedRow } from './row.ts';
import type { WorkloadList, WorkloadRow } from './view.ts';

/** The facts that the list is made from: all that are about workloads. */
export const handles: ReadonlySet<string> = new Set(workloadFacts.map((known) => known.type));

/** Folds one fact into the list, in place. @cost well below 1 µs */
export const apply = (view: WorkloadList, event: Recorded<BerthEvent>): WorkloadList => {
  if (!isHandled(event)) return view;
  if (event.type === 'WorkloadSubmitted') {
    view.rows.set(event.subject.id, submittedRow(event));
    return view;
  }
  const row: { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] } | undefined = view.rows.get(
    event.subject.id,
  );
  if (row === undefined) return view;
  row.revision = event.revision;
  move(row, event);
  return view;
};

const isHandled = (event: Recorded<BerthEvent>): event is Recorded<WorkloadEvent> =>
  handles.has(event.type);
