import type { InstantMs } from '../../domain/foundation/instant.ts';
import { markChanged } from '../../projections/capacity/index.ts';
import type { Brain } from './brain.ts';

/** When pools are to be planned again although nothing happens: a plan may say something else by the time alone. */
export type Wakes = Map<string, InstantMs>;

/** Notes what the last plan for a pool said of the next. */
export const wakeAt = (wakes: Wakes, nodePoolId: string, atMs: InstantMs | undefined): void => {
  if (atMs === undefined) wakes.delete(nodePoolId);
  else wakes.set(nodePoolId, atMs);
};

/** The next instant at which a pool is to be planned again; `undefined` while none is. @cost O(pools) */
export const nextWakeMs = ({ wakes }: Brain): InstantMs | undefined => {
  let nextMs: InstantMs | undefined;
  for (const atMs of wakes.values()) nextMs = Math.min(nextMs ?? atMs, atMs);
  return nextMs;
};

/** Asks for a plan of every pool whose time has come. */
export const wake = ({ wakes, capacity }: Brain, nowMs: InstantMs): void => {
  for (const [nodePoolId, atMs] of wakes) {
    if (atMs > nowMs) continue;
    wakes.delete(nodePoolId);
    markChanged(capacity, nodePoolId);
  }
};
