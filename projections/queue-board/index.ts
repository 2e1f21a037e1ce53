import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { QueueBoard } from './view.ts';

export { packBoard, type PackedBoard, unpackBoard } from './packed.ts';
export { poolTotalsOf, rowsOf } from './rows.ts';
export { withFairShares } from './shares.ts';
export * from './view.ts';

/** Answers "what does each queue hold, ask for and deserve?". */
export const queueBoard: Projection<QueueBoard, BerthEvent> = {
  name: 'queue-board',
  version: 4,
  handles,
  initial: () => ({ queues: new Map(), sums: new Map(), workloads: new Map(), nodes: new Map() }),
  apply,
};
