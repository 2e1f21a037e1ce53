import type { AttemptedAction, Verdict } from '../../foundation/verdict.ts';
import { roomFor } from '../fit/seek.ts';
import type { Draft } from '../plan/draft.ts';
import { otherGpuFree } from '../state/counts.ts';
import type { Outcome, WaitingClass } from '../state/snapshot.ts';

const attempted = (
  { number }: Draft,
  action: 'consolidate' | 'reclaim' | 'preempt',
  { triedIn, obstacle, figure, bound }: Outcome,
): readonly AttemptedAction[] => (triedIn === number ? [{ action, obstacle, figure, bound }] : []);

/** That the pool has not enough room, and what each action that was tried found. @cost O(nodes) */
export const insufficient = (draft: Draft, one: WaitingClass): Verdict => {
  const { shape } = one;
  const table = draft.snapshot.nodes;
  const { policy } = draft;
  let podsFit = 0;
  for (const part of shape.parts)
    podsFit += roomFor(table, part.kind, { enough: part.pods, policy });
  let freeGpuMilli = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] === 1)
      freeGpuMilli += (table.gpuFuture[slot] ?? 0) + otherGpuFree(table, slot);
  }
  return {
    _tag: 'InsufficientCapacity',
    podsAsked: shape.pods,
    podsFit,
    askedGpuMilli: shape.amounts.gpuMilli,
    freeGpuMilli,
    actions: [
      { action: 'allocate', obstacle: 'TooFewPodsFit', figure: podsFit, bound: shape.pods },
      ...attempted(draft, 'consolidate', one.consolidate),
      ...attempted(draft, 'reclaim', one.reclaim),
      ...attempted(draft, 'preempt', one.preempt),
    ],
  };
};
