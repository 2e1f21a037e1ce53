import type { InstantMs } from '../../domain/foundation/instant.ts';

/** Where time comes from. */
export interface Clock {
  readonly nowMs: () => InstantMs;
  /** Resolves when the clock has reached the instant. */
  readonly until: (atMs: InstantMs) => Promise<void>;
}
