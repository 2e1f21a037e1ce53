import type { Recorded } from '../../domain/foundation/event.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { enter, release } from './enter.ts';
import { askAsScaled } from './scale.ts';
import type { WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };
type Obeying = Extract<
  Recorded<WorkloadEvent>,
  {
    readonly type:
      | 'WorkloadStopRequested'
      | 'WorkloadStopped'
      | 'WorkloadResumed'
      | 'WorkloadDeletionRequested'
      | 'WorkloadDeleted';
  }
>;

/** Moves a row on by what somebody asked for, or by what came of it. */
export const obey = (row: Row, event: Obeying): void => {
  switch (event.type) {
    case 'WorkloadStopRequested':
      row.reason = event.data.reason;
      return enter(row, 'Stopping', event.atMs);
    case 'WorkloadStopped':
      release(row);
      askAsScaled(row);
      return enter(row, 'Stopped', event.atMs);
    case 'WorkloadResumed':
      row.attempt = event.data.attempt;
      row.reason = '';
      return enter(row, 'Resuming', event.atMs);
    case 'WorkloadDeletionRequested':
      row.reason = event.data.reason;
      return enter(row, 'Deleting', event.atMs);
    case 'WorkloadDeleted':
      release(row);
      return enter(row, 'Deleted', event.atMs);
  }
};
