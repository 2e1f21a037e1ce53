import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Watcher } from '../app/brain.ts';

type OnFacts = (facts: readonly BerthRecorded[]) => void;

interface Waiter {
  readonly revision: Revision;
  readonly tell: (isShown: boolean) => void;
}

/** Those who want to hear of durable facts, and those who wait for one of them. */
export interface Followers extends Watcher {
  readonly follow: (onFacts: OnFacts) => () => void;
  readonly shows: (revision: Revision, withinMs: number) => Promise<boolean>;
  readonly revision: () => Revision;
  /** Tells those who wait that nothing more will come. */
  readonly close: () => void;
}

/**
 * Tells followers of durable facts, a batch at a time, after all views have folded them.
 *
 * Stands behind the views in the list of watchers. Facts of one turn come together: one call a follower and batch.
 */
export const createFollowers = (from: Revision): Followers => {
  const listeners = new Set<OnFacts>();
  const waiters = new Set<Waiter>();
  let fresh: BerthRecorded[] = [];
  let revision = from;
  let isClosed = false;
  const tell = (): void => {
    const facts = fresh;
    fresh = [];
    for (const waiter of waiters) if (waiter.revision <= revision) waiter.tell(true);
    for (const listener of listeners) {
      if (!isHeard(listener, facts)) listeners.delete(listener);
    }
  };
  return {
    revision: () => revision,
    apply: (fact) => {
      if (fresh.length === 0) queueMicrotask(tell);
      fresh.push(fact);
      revision = fact.revision;
    },
    follow: (onFacts) => {
      const listener: OnFacts = (facts) => onFacts(facts);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      for (const waiter of waiters) waiter.tell(false);
    },
    shows: (wanted, withinMs) =>
      wanted <= revision || isClosed
        ? Promise.resolve(wanted <= revision)
        : waiting(waiters, wanted, withinMs),
  };
};

/** A follower that throws is told no more: it must harm neither the brain nor the others. */
const isHeard = (listener: OnFacts, facts: readonly BerthRecorded[]): boolean => {
  try {
    listener(facts);
    return true;
  } catch (error) {
    process.emitWarning(`a follower of the ledger threw and is dropped: ${String(error)}`);
    return false;
  }
};

const waiting = (waiters: Set<Waiter>, revision: Revision, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => waiter.tell(false), withinMs);
    const waiter: Waiter = {
      revision,
      tell: (isShown) => {
        clearTimeout(timer);
        waiters.delete(waiter);
        resolve(isShown);
      },
    };
    waiters.add(waiter);
  });
