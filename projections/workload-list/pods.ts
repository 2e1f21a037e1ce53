import { countText } from '../../domain/foundation/amount-text.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { parted } from '../../domain/foundation/gang.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { hold } from './enter.ts';
import type { WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };
type OfPods = Extract<
  Recorded<WorkloadEvent>,
  {
    readonly type:
      | 'WorkloadGrown'
      | 'WorkloadPodsPreempted'
      | 'WorkloadShrunk'
      | 'WorkloadPodsReleased'
      | 'WorkloadPodsLost';
  }
>;

/** Moves a row on by the coming or going of single pods; its phase stays. */
export const movePods = (row: Row, event: OfPods): void => {
  switch (event.type) {
    case 'WorkloadGrown':
      return hold(row, [...row.placements, ...event.data.placements]);
    case 'WorkloadPodsPreempted': {
      const { pods, action, preemptorId } = event.data;
      row.reason = `${countText(pods.length, 'pod')}: ${action} for ${preemptorId}`;
      return;
    }
    case 'WorkloadShrunk':
      return; // each pod holds its place until it has gone
    case 'WorkloadPodsReleased':
      return hold(row, parted(row.placements, event.data.pods).others);
    case 'WorkloadPodsLost': {
      const { pods, reason } = event.data;
      row.reason = `${countText(pods.length, 'pod')} lost: ${reason}`;
      return hold(row, parted(row.placements, pods).others);
    }
  }
};
