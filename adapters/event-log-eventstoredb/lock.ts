import { raise } from '../ports/log-faults.ts';

const held = new Set<string>();

/**
 * Takes the right to write a ledger in this process, at once or not at all; answers how to give it back.
 *
 * The server has no locks. Between processes the exact expected revision fences: of two writers one meets a conflict
 * with its next append, and nothing of that is kept.
 */
export const takeLock = (place: string): (() => void) => {
  if (held.has(place)) {
    const remedy = 'Close the log that writes this ledger, or open it for reading.';
    return raise({ _tag: 'LedgerLocked', retry: 'never', place, remedy });
  }
  held.add(place);
  return () => {
    held.delete(place);
  };
};
