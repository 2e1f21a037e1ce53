import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workload, type Workload } from '../../domain/workload/index.ts';
import {
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  workloadList,
} from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: workloadList });

const life: readonly Told[] = [
  ['workload/w', 0, facts.submitted(2)],
  ['workload/w', 10, facts.queued('qa')],
  ['workload/w', 20, facts.deferred()],
  ['workload/w', 110, facts.allocated('n-1', [0, 1])],
  ['workload/w', 130, facts.started()],
  ['workload/w', 630, facts.preempted('v')],
  ['workload/w', 640, facts.evicted()],
  ['workload/w', 700, facts.allocated('n-2', [2, 3], 2)],
  ['workload/w', 710, facts.started(2)],
  ['workload/w', 810, facts.completed(2)],
];

const rowAfter = (steps: number) => {
  const row = viewAfter(workloadList, logOf(life.slice(0, steps))).rows.get('w');
  if (row === undefined) throw new Error('the row is missing');
  return row;
};

describe('workload-list', () => {
  test('a waiting workload shows the first obstacle and how long it has waited', () => {
    const row = rowAfter(3);
    expect(row).toMatchObject({ phase: 'Pending', queueId: 'qa', requestedGpuMilli: 2000 });
    expect(row.verdict?._tag).toBe('AwaitingRelease');
    expect(pendingMsAt(row, 60)).toBe(50);
    expect(row.phaseSinceMs).toBe(10);
  });

  test('an allocated workload shows its nodes and devices, and no obstacle', () => {
    const row = rowAfter(4);
    expect(row).toMatchObject({ phase: 'Initializing', allocatedGpuMilli: 2000 });
    expect(nodeIdsOf(row)).toEqual(['n-1']);
    expect(row.verdict).toBeUndefined();
  });

  test('a preempted workload holds its devices until its last pod has gone, then waits again', () => {
    expect(rowAfter(6)).toMatchObject({ phase: 'Terminating', allocatedGpuMilli: 2000 });
    expect(rowAfter(7)).toMatchObject({
      phase: 'Pending',
      attempt: 2,
      preemptions: 1,
      allocatedGpuMilli: 0,
      placements: [],
      reason: 'reclaim for v',
    });
  });

  test('times add up over attempts', () => {
    const row = rowAfter(10);
    expect(row).toMatchObject({ phase: 'Completed', startedAtMs: 130, completedAtMs: 810 });
    expect(pendingMsAt(row, 5000)).toBe(100 + 60);
    expect(runningMsAt(row, 5000)).toBe(500 + 100);
    expect(row.revision).toBe(10);
  });

  test('∀ log: each row has the phase, attempt and placements of its workload', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const states = new Map<string, Workload>();
        for (const event of log) {
          if (event.subject.kind !== 'workload') continue;
          const { id } = event.subject;
          const state = states.get(id) ?? workload.initial;
          states.set(id, workload.evolve(state, event as Parameters<typeof workload.evolve>[1]));
        }
        const { rows } = viewAfter(workloadList, log);
        expect([...rows.keys()]).toEqual([...states.keys()]);
        for (const [id, state] of states) {
          const row = rows.get(id);
          expect(row?.phase).toBe(state.phase);
          if ('projectId' in state) expect(row?.attempt).toBe(state.attempt);
          expect(row?.placements).toEqual(
            'placements' in state && state.placements !== undefined ? state.placements : [],
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
