import type { MomentStore } from '../../../adapters/ports/moment-store.ts';

/** Keeps nothing: every moment is folded from the first fact. */
export const noMoments: MomentStore = {
  marks: () => [],
  part: () => undefined,
  keep: () => false,
  forget: () => undefined,
  bytes: () => 0,
  close: () => undefined,
};
