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

interface Held {
  readonly random: Random;
  readonly factsMax: number;
  readonly bodies: string[];
  readonly doubts: { kept: number; lost: number };
  doubtful: readonly NewRecord[];
  number: number;
}

/** A load of batches of 1 to `factsMax` facts, all different. */
export const loadOf = (random: Random, factsMax: number): Load => {
  const doubts = { kept: 0, lost: 0 };
  const held: Held = { random, factsMax, bodies: [], doubts, doubtful: [], number: 0 };
  return {
    run: (log) => run(held, log),
    check: (log) => check(held, log),
    acknowledged: () => held.bodies.length,
    doubts: () => doubts,
  };
};

const run = async (held: Held, log: EventLog): Promise<void> => {
  for (;;) {
    const batch = recordsOf(held.number, held.random.between(1, held.factsMax));
    held.number += batch.length;
    const outcome = await log.append(held.bodies.length, batch)();
    if (isLeft(outcome)) {
      expect(['InDoubt', 'LedgerUnavailable', 'LogClosed']).toContain(outcome.left._tag);
      held.doubtful = outcome.left._tag === 'InDoubt' ? batch : [];
      return;
    }
    held.bodies.push(...batch.map(({ body }) => body));
    expect(outcome.right.revision).toBe(held.bodies.length);
  }
};

const check = async (held: Held, log: EventLog): Promise<void> => {
  const { bodies, doubtful, doubts } = held;
  const found = await allOf(log);
  const isKept = found.length > bodies.length;
  if (isKept) bodies.push(...doubtful.map(({ body }) => body));
  if (doubtful.length > 0) doubts[isKept ? 'kept' : 'lost'] += 1;
  held.doubtful = [];
  expect(found.length).toBe(bodies.length);
  expect(found.findIndex((body, at) => body !== bodies[at])).toBe(-1);
};

/** All bodies of a ledger, whose revisions are 1, 2, 3 … */
const allOf = async (log: EventLog): Promise<readonly string[]> => {
  const found: string[] = [];
  for (;;) {
    const page = await answerOf(log.read(found.length, 5000));
    if (page.length === 0) return found;
    for (const { revision, body } of page) expect(found.push(body)).toBe(revision);
  }
};
