import fc from 'fast-check';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import type { DueCommand } from '../../../domain/processes/index.ts';
import { expiryProcess, type ExpiryState } from '../../../domain/processes/expiry.ts';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import { playFor, type TimedPlay, timedPlay } from './timed-play.ts';

const dueAt = (expiry: ExpiryState, nowMs: number): readonly DueCommand[] =>
  expiryProcess.due?.(expiry, nowMs) ?? [];
const nextDueMs = (expiry: ExpiryState): number | undefined => expiryProcess.nextDueMs?.(expiry);

/** Lets the clock come to every deadline that there is now, and takes each as it comes. */
const settle = (play: TimedPlay): void => {
  for (let atMs = nextDueMs(play.expiry); atMs !== undefined; atMs = nextDueMs(play.expiry)) {
    play.clock.nowMs = Math.max(play.clock.nowMs, atMs);
    const [first] = dueAt(play.expiry, play.clock.nowMs);
    expect(first?.dueAtMs).toBe(atMs);
    if (first === undefined) return;
    const made = play.send(first.subject.id, first.command as WorkloadCommand);
    expect(made, JSON.stringify(first)).not.toEqual([]);
  }
};

describe('expiry process › laws', () => {
  test('∀ histories: what is due makes facts, and these settle it', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const play = timedPlay();
        playFor(play, draw, ({ expiry, clock }) => {
          if (draw(fc.boolean)) return;
          for (const { subject, command } of dueAt(expiry, clock.nowMs)) {
            expect(play.send(subject.id, command as WorkloadCommand)).not.toEqual([]);
          }
        });
        settle(play);
        expect(play.expiry.heap).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('∀ histories: in the end nobody backs off, nobody has run too long, nobody is kept too long', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const play = timedPlay();
        playFor(play, draw, () => undefined);
        settle(play);
        for (const { type, data, subject } of play.facts) {
          if (type !== 'WorkloadSubmitted') continue;
          const state = play.stateOf(subject.id);
          const isEnded = state.phase === 'Completed' || state.phase === 'Failed';
          expect('retryQueueId' in state && state.retryQueueId !== undefined).toBe(false);
          if (data.timeToLiveMs !== undefined) expect(isEnded).toBe(false);
          if (data.timeLimitMs !== undefined) {
            expect(['Running', 'Degraded']).not.toContain(state.phase);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('∀ histories: only the living with limits are kept, and storing changes nothing', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const play = timedPlay();
        playFor(play, draw, () => undefined);
        const stored: ExpiryState = deserialize(serialize(play.expiry));
        expect(stored).toEqual(play.expiry);
        for (const id of play.expiry.watched.keys()) {
          expect(['Deleting', 'Deleted']).not.toContain(play.stateOf(id).phase);
        }
        const again = expiryProcess.initial();
        for (const fact of play.facts) expiryProcess.react(again, fact);
        expect(again).toEqual(play.expiry);
      }),
      { numRuns: 60 },
    );
  });
});
