import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import { noUsage } from './usage.ts';
import type { SimTally } from './view.ts';

export { reportOf } from './summary.ts';
export type * from './view.ts';
export type { WaitFigures } from './waits.ts';

/** Answers "how did the run go: who waited how long, what was held, what came of every workload?". */
export const simReport: Projection<SimTally, BerthEvent> = {
  name: 'sim-report',
  version: 3,
  handles,
  initial: () => ({
    endMs: 0,
    workloads: new Map(),
    projects: new Map(),
    nodes: new Map(),
    usage: noUsage(),
    preemptions: new Map(),
    submitted: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    interruptions: 0,
    retries: 0,
    nodeLosses: 0,
  }),
  apply,
};
