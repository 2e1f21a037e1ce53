import type { InstantMs } from '../../domain/foundation/instant.ts';
import { type Capacity, markChanged } from '../../projections/capacity/index.ts';

/** When pools are to be planned again although nothing happens: a plan may say something else by the time alone. */
export type Wakes = Map<string, InstantMs>;

/** What of a brain it takes. */
interface Waking {
  readonly wakes: Wakes;
  readonly capacity: Capacity;
}

/** Notes what the last plan for a pool said of the next. */
export const wakeAt = (wakes: Wakes, nodePoolId: string, atMs: InstantMs | undefined): void => {
  if (atMs === undefined) wakes.delete(nodePoolId);
  else wakes.set(nodePoolId, atMs);
};

/** The next instant at which a pool is to be planned again; `undefined` while none is. @cost O(pools) */
export const nextWakeMs = ({ wakes }: Pick<Waking, 'wakes'>): InstantMs | undefined => {
  let nextMs: InstantMs | undefined;
  for (const atMs of wakes.values()) nextMs = Math.min(nextMs ?? atMs, atMs);
  return nextMs;
};

/** Asks for a plan of every pool whose time has come. */
export const wake = ({ wakes, capacity }: Waking, nowMs: InstantMs): void => {
  for (const [nodePoolId, atMs] of wakes) {
    if (atMs > nowMs) continue;
    wakes.delete(nodePoolId);
    markChanged(capacity, nodePoolId);
  }
};
