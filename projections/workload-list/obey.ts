import type { Recorded } from '../../domain/foundation/event.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { enter, release } from './enter.ts';
import { askAsScaled, scale } from './scale.ts';
import type { WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };

const obeyed = [
  'WorkloadScaled',
  'WorkloadTimeLimitReached',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadResumed',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly WorkloadEvent['type'][];
type Obeying = Extract<Recorded<WorkloadEvent>, { readonly type: (typeof obeyed)[number] }>;

const obeyedTypes: ReadonlySet<string> = new Set(obeyed);

/** Tells whether a fact is what somebody or the clock asked for, or what came of it. */
export const isObeying = (event: Recorded<WorkloadEvent>): event is Obeying =>
  obeyedTypes.has(event.type);

/** Moves a row on by such a fact. */
export const obey = (row: Row, event: Obeying): void => {
  switch (event.type) {
    case 'WorkloadScaled':
      return scale(row, event.data.replicas);
    case 'WorkloadTimeLimitReached':
      return; // the request to stop, which follows, tells
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
