import type { EvictionAction, QueueFigures } from '../../domain/allocation/index.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';
import type { Ask } from './ask.ts';
import type { Cause } from './cause.ts';
import type { Refusal } from './refusal.ts';

/** What is to be foretold: asks that are judged one after the other, each on what those before it led to. */
export interface ForecastQuestion {
  readonly asks: readonly Ask[];
  readonly actor: string;
  /** When the next plan is made; when the last fact was made unless said. */
  readonly atMs?: InstantMs | undefined;
}

/** Somebody who would be taken off devices for a workload. */
export interface ForetoldEviction {
  readonly workloadId: string;
  readonly name: string;
  readonly projectId: string;
  readonly priority: number;
  readonly action: EvictionAction;
  readonly pods: number;
  /** Whether all of it would go. */
  readonly isWhole: boolean;
  /** What it would give up. @unit thousandths of a card */
  readonly gpuMilli: number;
  /** Since it got its first devices. @unit ms */
  readonly heldMs: number;
  /** Where it would go on; nowhere yet where absent. */
  readonly movesTo?: readonly PodPlacement[];
  readonly victimQueue: QueueFigures;
  readonly preemptorQueue: QueueFigures;
}

/**
 * What an ask would lead to: `refused` by a rule; `accepted`, or `unchanged` where it is so already; and of a submission
 * what the next plan would make of it: `placed`, a place `held` until others have left it, or `waiting`.
 */
export type ForetoldOutcome = 'refused' | 'accepted' | 'unchanged' | 'placed' | 'held' | 'waiting';

/** What one ask would lead to. */
export interface Foretold {
  readonly outcome: ForetoldOutcome;
  /** Why it would be refused. */
  readonly refusal?: Refusal;
  /** Where its pods would be, or where a place would be held for them. */
  readonly placements: readonly PodPlacement[];
  readonly evictions: readonly ForetoldEviction[];
  /** What would stand against it. */
  readonly verdict?: Verdict;
  /** The same in sentences. */
  readonly because: Cause;
}

/** What asks would lead to if nothing else happened. */
export interface Forecast {
  /** The last fact that it was made on. */
  readonly revision: Revision;
  readonly atMs: InstantMs;
  /** One for each ask, in their order. */
  readonly foretold: readonly Foretold[];
}
