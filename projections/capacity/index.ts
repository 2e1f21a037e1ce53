import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { applyFact, handled } from './apply.ts';
import { type Capacity, noCapacity } from './view.ts';

export {
  allocatedGpuMilli,
  type Capacity,
  markAllChanged,
  markChanged,
  markPlanned,
  pendingOf,
  poolsToPlan,
  snapshotOf,
  totalGpuMilli,
} from './view.ts';

export type { Arrival, PoolPast } from './pool-past.ts';
export { feedUsage, usageIn } from './usage.ts';

/** The scheduler's view of GPU capacity, kept as facts arrive: what the kernel plans on. */
export const capacity: Projection<Capacity, BerthEvent> = {
  name: 'capacity',
  version: 8,
  handles: handled,
  initial: noCapacity,
  apply: applyFact,
};
