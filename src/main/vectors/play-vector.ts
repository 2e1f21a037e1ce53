import type { Vector } from '../../../adapters/traces/index.ts';
import { type Action, plan, type Policy } from '../../../domain/allocation/index.ts';
import { withBoundClaims } from './bound-claims.ts';
import { type Board, firstBoard, startMs, withBroken } from './board.ts';
import { type Difference, differencesIn } from './compare.ts';
import { firstDevices } from './first-devices.ts';
import { policyOf } from './policy-of.ts';
import { boardAfter, type Deeds, deedsOf } from './read-plan.ts';
import { settled } from './settle.ts';
import { situate } from './situate.ts';

const roundMs = 1000;

const actionOf: Readonly<Record<NonNullable<Vector['action']>, Action>> = {
  allocate: 'allocate',
  consolidation: 'consolidate',
  reclaim: 'reclaim',
  preempt: 'preempt',
  stalegangeviction: 'stale-gang',
};

/** Plays a case and tells what comes out otherwise than it expects; none: it passes. */
export const playVector = (told: Vector): readonly Difference[] => {
  try {
    const vector = withBoundClaims(told);
    const policy = policyOf(vector);
    const devices = firstDevices(vector);
    const board = firstBoard(vector, ({ name }) => devices.get(name) ?? []);
    return vector.mode === 'single'
      ? playOnce(vector, policy, board)
      : playRounds(vector, policy, board);
  } catch (error) {
    // The other cases are played all the same.
    return [{ at: '', problem: error instanceof Error ? error.message : String(error) }];
  }
};

const playOnce = (vector: Vector, policy: Policy, board: Board): readonly Difference[] => {
  const actions = vector.action === undefined ? [] : [actionOf[vector.action]];
  const done = playCycle({ vector, policy, actions, round: 1 }, board);
  return [...done.exceeded, ...differencesIn(vector, done.board)];
};

const playRounds = (vector: Vector, policy: Policy, first: Board): readonly Difference[] => {
  const { until, after } = vector.rounds ?? { until: 1, after: 0 };
  let board = first;
  for (let round = 1; round <= until + after; round += 1) {
    const done = playCycle({ vector, policy, actions: policy.actions, round }, board);
    board = settled(done.board);
    const met = round >= until ? differencesIn(vector, board) : [];
    if (done.exceeded.length + met.length === 0) continue;
    return [...done.exceeded, ...met.map((one) => ({ ...one, round }))];
  }
  return [];
};

interface Cycle {
  readonly vector: Vector;
  readonly policy: Policy;
  readonly actions: readonly Action[];
  readonly round: number;
}

interface CycleDone {
  readonly board: Board;
  readonly exceeded: readonly Difference[];
}

const playCycle = ({ vector, policy, actions, round }: Cycle, board: Board): CycleDone => {
  const nowMs = startMs + roundMs * (round - 1);
  const watched = new Map([...board].map(([name, now]) => [name, withBroken(now, nowMs)]));
  const decided = plan(situate(vector, watched), policy, { nowMs, actions });
  const exceeded = exceededIn(vector, deedsOf(watched, decided), round);
  return { board: boardAfter(watched, decided, nowMs), exceeded };
};

const deedNames = ['binds', 'evictions', 'nominations'] as const;

const exceededIn = ({ limits = {} }: Vector, deeds: Deeds, round: number): readonly Difference[] =>
  deedNames.flatMap((name) => {
    const most = limits[name];
    if (most === undefined || deeds[name] <= most) return [];
    return [{ at: `/limits/${name}`, expected: most, got: deeds[name], round }];
  });
