import { setTimeout as sleep } from 'node:timers/promises';
import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { LiveEngine } from '../app/live.ts';

/** What a heart keeps going. */
export interface Beating {
  readonly engine: LiveEngine;
  readonly revision: () => Revision;
  readonly nowMs: () => InstantMs;
  readonly cycleMs: number;
  /** Facts between two checkpoints. */
  readonly checkpointEvery: number;
  readonly keep: () => Promise<void>;
  /** Lets go of what nobody is shown any longer. */
  readonly forget: () => void;
  readonly onClosed: (reason: string) => void;
}

/** Between two looks at what can be forgotten. @unit ms */
const forgetEveryMs = 600_000;

/**
 * Beats every cycle, keeps a checkpoint now and then, and notices when the engine has closed by itself.
 *
 * The answer ends it, after the beat in hand.
 */
export const startHeart = (beating: Beating): (() => Promise<void>) => {
  const { engine, cycleMs, onClosed } = beating;
  const keepHouse = housekeeping(beating);
  const rest = new AbortController();
  let isBeating = true;
  const pulse = async (): Promise<void> => {
    while (isBeating) {
      await engine.beat();
      const { closedBy } = engine.standing();
      if (closedBy !== undefined) return onClosed(closedBy);
      await keepHouse();
      // Whoever ends it does not wait for the cycle to pass.
      await sleep(cycleMs, undefined, { signal: rest.signal }).catch(() => undefined);
    }
  };
  const ended = pulse();
  return async () => {
    isBeating = false;
    rest.abort();
    await ended;
  };
};

const housekeeping = ({ revision, nowMs, checkpointEvery, keep, forget }: Beating) => {
  let keptAt = revision();
  let forgotAtMs = nowMs();
  return async (): Promise<void> => {
    if (nowMs() - forgotAtMs >= forgetEveryMs) {
      forgotAtMs = nowMs();
      forget();
    }
    if (revision() - keptAt < checkpointEvery) return;
    keptAt = revision();
    await keep();
  };
};
