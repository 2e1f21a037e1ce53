import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { workloadLifecycle } from '../../domain/workload/index.ts';
import { workloadHistory } from '../../projections/workload-history/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { terms as told } from './told-terms.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({
  projection: workloadHistory,
  isFed: ({ subject }) => subject.kind === 'workload' && subject.id === 'w-1',
});

const queued: readonly Told[] = [
  ['workload/w', 0, facts.submitted(2)],
  ['workload/w', 10, facts.queued('qa')],
];
const running: readonly Told[] = [
  ...queued,
  ['workload/w', 20, facts.allocated('n-1', [1, 0])],
  ['workload/w', 30, facts.started()],
];
const lastAfter = (story: readonly Told[]) =>
  viewAfter(workloadHistory, logOf(story)).entries.at(-1)?.text;
const after = (story: readonly Told[], event: BerthEvent, atMs = 40) =>
  lastAfter([...story, ['workload/w', atMs, event]]);

describe('workload-history', () => {
  test('a submission says who asked, for what, and how much', () => {
    expect(lastAfter(queued.slice(0, 1))).toBe(
      'ana submitted training job to project p, node pool default: 1 pod asking for 2 GPUs, ' +
        'priority 40, preemptible.',
    );
  });

  test('an allocation names nodes, devices and what it was decided on', () => {
    expect(lastAfter(running.slice(0, 3))).toBe(
      'Allocated 2 GPUs to 1 pod: n-1 [0,1]; ' +
        'decided at revision 1 by kernel 0.1.0 under policy default-1.',
    );
  });

  test('a preemption says for whom, by which action, and with which figures', () => {
    expect(after(running, facts.preempted('v'))).toBe(
      'Taken off its devices by reclaim for workload v: its side is queue qa, which held 12 GPUs ' +
        '(quota 4 GPUs, fair share 8 GPUs, limit no bound); the other is queue qb, which held ' +
        '2 GPUs (quota 4 GPUs, fair share 8 GPUs, limit no bound); refused instead: ' +
        '3 × AboveFairShare; decided at revision 1 by kernel 0.1.0 under policy default-1.',
    );
  });

  test('an end says how long the attempt ran', () => {
    expect(after(running, facts.completed(), 90_030)).toBe('Completed after 90 s of running.');
    expect(
      after(running, {
        type: 'WorkloadFailed',
        data: { attempt: 1, reason: 'out of memory', exitCode: 137 },
      }),
    ).toBe('Failed with exit code 137 after 0 s of running: out of memory.');
  });

  test('a failure that is followed by another try says when, and a time limit says which', () => {
    expect(after(running, told.retried(), 60_030)).toBe(
      'Failed with exit code 137 after 60 s of running: out of memory. ' +
        'Failure 1: attempt 2 waits for 10 s.',
    );
    expect(
      after(running, {
        type: 'WorkloadTimeLimitReached',
        data: { attempt: 1, ranMs: 60_007, limitMs: 60_000 },
      }),
    ).toBe('It has run for 60007 ms in all; it may run for 60 s.');
  });

  test('scaling and cloning say who asked for what', () => {
    expect(after(running, told.scaled(1))).toBe('ana asked for 1 pod.');
    expect(lastAfter([['workload/w', 0, facts.submitted(2, { clonedFrom: 'v' })]])).toContain(
      'submitted training job, a clone of v, to project p',
    );
  });

  test('a waiting workload tells the obstacle', () => {
    expect(after(queued, facts.deferred())).toBe(
      'A place for 1 pod on 2 GPUs is held; the workloads evicted for it are still leaving.',
    );
  });

  test('∀ log: each entry has the phase that the machine says, and a sentence', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const facts = log.filter(({ subject }) => subject.id === 'w-1');
        const { entries, phase } = viewAfter(workloadHistory, facts);
        let expected = workloadLifecycle.initial;
        entries.forEach((entry, place) => {
          expected = workloadLifecycle.after(expected, entry.type) ?? 'illegal';
          expect(entry.phase).toBe(expected);
          expect(entry.subjectRevision).toBe(place + 1);
          expect(entry.text).toMatch(/^[\w].*\.$/);
          expect(entry.text).not.toMatch(/undefined|NaN/);
        });
        expect(phase).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});
