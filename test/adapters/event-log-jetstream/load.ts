import { expect } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Random } from '../../../domain/foundation/random.ts';
import type { EventLog, NewRecord } from '../../../adapters/ports/event-log.ts';
import { answerOf, recordsOf } from '../../contracts/event-log-records.ts';

/** What a ledger must hold after a crash: all that was acknowledged, and perhaps the one batch in doubt. */
export interface Load {
  /** Appends batches without pause until one fails. */
  readonly run: (log: EventLog) => Promise<void>;
  /** Compares the ledger with what was acknowledged, and goes on from there. */
  readonly check: (log: EventLog) => Promise<void>;
  readonly acknowledged: () => number;
  readonly doubts: () => { readonly kept: number; readonly lost: number };
}

/** A load of batches of 1 to `factsMax` facts, all different. */
export const loadOf = (random: Random, factsMax: number): Load => {
  const bodies: string[] = [];
  const doubts = { kept: 0, lost: 0 };
  let doubtful: readonly NewRecord[] = [];
  let number = 0;
  const run = async (log: EventLog): Promise<void> => {
    for (;;) {
      const batch = recordsOf(number, random.between(1, factsMax));
      number += batch.length;
      const outcome = await log.append(bodies.length, batch)();
      if (!isLeft(outcome)) {
        expect(outcome.right.revision).toBe(bodies.length + batch.length);
        bodies.push(...batch.map(({ body }) => body));
        continue;
      }
      expect(['InDoubt', 'LedgerUnavailable', 'LogClosed']).toContain(outcome.left._tag);
      doubtful = outcome.left._tag === 'InDoubt' ? batch : [];
      return;
    }
  };
  const check = async (log: EventLog): Promise<void> => {
    const found: string[] = [];
    for (;;) {
      const page = await answerOf(log.read(found.length, 5000));
      if (page.length === 0) break;
      for (const { revision, body } of page) expect(found.push(body)).toBe(revision);
    }
    const isKept = found.length > bodies.length;
    if (isKept) bodies.push(...doubtful.map(({ body }) => body));
    if (doubtful.length > 0) doubts[isKept ? 'kept' : 'lost'] += 1;
    doubtful = [];
    expect(found.length).toBe(bodies.length);
    expect(found.findIndex((body, at) => body !== bodies[at])).toBe(-1);
  };
  return { run, check, acknowledged: () => bodies.length, doubts: () => doubts };
};
