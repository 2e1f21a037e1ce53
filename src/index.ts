/**
 * Berth as a library: a ledger, the kernel and a place where pods run, inside another program.
 *
 * Needs Node 24 or newer; `docs/LIBRARY.md` has examples. `berth/testing` helps to test rules of one's own.
 */

export { createBrain } from './main/library.ts';
export { AskMalformed, AskRefused, BrainFaulted } from './main/library-faults.ts';
export type { AskProblem } from './main/library-faults.ts';
export type { AskOptions } from './main/library-asking.ts';
export type { BrainOptions, EmbeddedBrain } from './main/library.ts';
export { createSimulatedCluster, openLedgerFile, virtualClock } from './main/library-parts.ts';
export type { SimulatedClusterOptions } from './main/library-parts.ts';
export { smallSite, submission } from './main/library-asks.ts';
export type { SmallSite, Submission } from './main/library-asks.ts';
export { defaultPolicy, kernelVersion, type Policy } from '../domain/allocation/index.ts';
export type { BerthEvent, BerthRecorded } from '../domain/catalogue/events.ts';
export type { Ask } from '../adapters/ports/ask.ts';
export type { Clock } from '../adapters/ports/clock.ts';
export type { Cluster, Effect, Observation } from '../adapters/ports/cluster.ts';
export type { EventLog, LogFault } from '../adapters/ports/event-log.ts';
export type {
  BrainFault,
  Done,
  Health,
  LiveBrain,
  LiveViews,
  Refusal,
} from '../adapters/ports/live-brain.ts';
