/**
 * `berth/testing`: generators, laws and a simulator, to test a policy or a scheduler of one's own.
 *
 * Needs the package fast-check; nothing else in Berth does (ADR 0012).
 */
export { clusters, type ClusterBounds } from './clusters.ts';
export { queueTrees, type QueueTree, type QueueTreeBounds } from './queue-trees.ts';
export { workloadMixes, type WorkloadMixBounds } from './workload-mixes.ts';
export { scenarios, type ScenarioBounds } from './scenarios.ts';
export { simulate, type Simulation, type SimulationOptions } from './simulate.ts';
export { LawBroken, type PoolNow, type Scheduler } from './scheduler.ts';
export {
  type BookedNode,
  type BookedQueue,
  type BookedStage,
  type BookedWorkload,
  type Books,
} from './books.ts';
export { booksOf } from './keep-books.ts';
export { type PlanLaw, planLaws } from './plan-laws.ts';
export { plansIn, type RecordedPlan } from './plans-in.ts';
export { brokenLaws, everyPlanKeeps, type LedgerLaw, ledgerLaws } from './ledger-laws.ts';
export { type Done, type JobWish, type QueueWish, tryPool, type TriedPool } from './try-pool.ts';
export { bundledDay } from '../main/load-scenario.ts';
export {
  defaultPolicy,
  type Eviction,
  type Placement,
  type PlacementStrategy,
  type Plan,
  type Policy,
} from '../../domain/allocation/index.ts';
export type {
  Scenario,
  ScenarioFailure,
  ScenarioJob,
  ScenarioNode,
  ScenarioProject,
  ScenarioUnit,
} from '../../adapters/ports/scenario.ts';
export type { BerthRecorded } from '../../domain/catalogue/events.ts';
export type { SimReport } from '../../projections/sim-report/index.ts';
