import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';

/** How far a fold has come. */
export interface Reached {
  readonly revision: Revision;
  /** When the last fact was made; 0 before the first. */
  readonly nowMs: InstantMs;
  /** The term in which the last fact was made; 0 before the first. */
  readonly epoch: number;
  /** The latest instant of any fact so far. */
  readonly latestMs: InstantMs;
}

/** Where a moment stands, whatever came before it. */
export type Standing = Omit<Reached, 'latestMs'>;

/** Before the first fact. */
export const nowhere: Reached = {
  revision: 0,
  nowMs: 0,
  epoch: 0,
  latestMs: Number.NEGATIVE_INFINITY,
};
