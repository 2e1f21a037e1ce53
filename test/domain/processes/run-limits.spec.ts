import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BerthEvent, BerthRecorded } from '../../../domain/catalogue/events.ts';
import { runLimitsProcess } from '../../../domain/processes/run-limits.ts';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import { entitlementsOfGpus } from '../../arbitraries/entitlements.ts';
import { playFor, timedPlay } from './timed-play.ts';

const entitled = (maxRunMs?: number) => ({
  ...entitlementsOfGpus(4),
  ...(maxRunMs === undefined ? {} : { terms: { maxRunMs } }),
});

const opened = (parentId: string, maxRunMs?: number): BerthEvent => ({
  type: 'QueueOpened',
  data: {
    ownerKind: 'project',
    ownerId: 'vision',
    nodePoolId: 'default',
    parentId,
    entitlements: entitled(maxRunMs),
  },
});

const stage = () => {
  const state = runLimitsProcess.initial();
  const tell = (id: string, atMs: number, event: BerthEvent): void => {
    const fact = { revision: 1, subject: { kind: 'workload', id }, atMs, ...event };
    runLimitsProcess.react(state, fact as BerthRecorded);
  };
  const nextDueMs = () => runLimitsProcess.nextDueMs?.(state);
  const due = (nowMs: number) => runLimitsProcess.due?.(state, nowMs) ?? [];
  const queue = (id: string, queueId: string): void =>
    tell(id, 0, { type: 'WorkloadQueued', data: { queueId, attempt: 1 } });
  const start = (id: string, atMs: number, attempt = 1): void =>
    tell(id, atMs, { type: 'WorkloadStarted', data: { attempt } });
  return { state, tell, nextDueMs, due, queue, start };
};

describe('run limits of queues', () => {
  test('are the least of what a queue and those above it say, from the start on', () => {
    const { tell, nextDueMs, due, queue, start } = stage();
    tell('top', 0, opened('', 60_000));
    tell('short', 0, opened('top', 20_000));
    tell('plain', 0, opened('top'));
    for (const id of ['short', 'plain']) queue(`in-${id}`, id);
    start('in-plain', 1_000);
    start('in-short', 5_000);
    expect(nextDueMs()).toBe(25_000);
    expect(due(24_999)).toEqual([]);
    expect(due(61_000)).toMatchObject([
      { subject: { id: 'in-short' }, dueAtMs: 25_000, command: { queueId: 'short' } },
      {
        subject: { id: 'in-plain' },
        command: { type: 'EndLongRun', attempt: 1, ranMs: 60_000, limitMs: 60_000, queueId: 'top' },
      },
    ]);
  });

  test('count for those who run already when they are said, and no more when they are taken back', () => {
    const { tell, nextDueMs, queue, start } = stage();
    tell('q', 0, opened(''));
    queue('w', 'q');
    start('w', 1_000);
    expect(nextDueMs()).toBeUndefined();
    tell('q', 9_000, { type: 'QueueEntitled', data: { entitlements: entitled(5_000) } });
    expect(nextDueMs()).toBe(6_000);
    tell('q', 9_000, { type: 'QueueEntitled', data: { entitlements: entitled() } });
    expect(nextDueMs()).toBeUndefined();
  });

  test('begin anew with each attempt', () => {
    const { tell, nextDueMs, queue, start } = stage();
    tell('q', 0, opened('', 10_000));
    queue('w', 'q');
    start('w', 1_000);
    const interrupted = { attempt: 1, nodeId: '', reason: 'NodeLost' as const };
    tell('w', 8_000, { type: 'WorkloadInterrupted', data: interrupted });
    expect(nextDueMs()).toBeUndefined();
    queue('w', 'q');
    start('w', 20_000, 2);
    expect(nextDueMs()).toBe(30_000);
    tell('w', 25_000, { type: 'WorkloadCompleted', data: { attempt: 2 } });
    expect(nextDueMs()).toBeUndefined();
  });

  test('∀ histories: what is due makes facts, and these settle it; who has ended is forgotten', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { state, tell, due } = stage();
        const play = timedPlay();
        let seen = 0;
        const catchUp = (): void => {
          for (const fact of play.facts.slice(seen)) {
            if (fact.type === 'WorkloadQueued' && !state.queues.has(fact.data.queueId)) {
              tell(fact.data.queueId, fact.atMs, opened('', 30_000));
            }
            runLimitsProcess.react(state, fact);
          }
          seen = play.facts.length;
        };
        playFor(play, draw, ({ clock }) => {
          catchUp();
          for (const { subject, command } of due(clock.nowMs)) {
            expect(play.send(subject.id, command as WorkloadCommand)).not.toEqual([]);
          }
          catchUp();
          expect(due(clock.nowMs)).toEqual([]);
          for (const id of state.runners.keys()) {
            expect(['Completed', 'Failed', 'Deleted']).not.toContain(play.stateOf(id).phase);
          }
        });
      }),
      { numRuns: 100 },
    );
  });
});
