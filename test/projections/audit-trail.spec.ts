import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { workloadLifecycle } from '../../domain/workload/index.ts';
import {
  auditTrail,
  auditTrailOf,
  changesOf,
  entriesOf,
} from '../../projections/audit-trail/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: auditTrail });

const bound = (quota: number) => ({ quota, limit: -1, weight: 1 });
const granted = (quota: number): BerthEvent => ({
  type: 'ProjectQuotaGranted',
  data: {
    nodePoolId: 'default',
    entitlements: {
      gpuMilli: bound(quota),
      cpuMilli: bound(-1),
      memoryMib: bound(-1),
      priority: 100,
    },
  },
});
const created: Told = [
  'project/p',
  1,
  {
    type: 'ProjectCreated',
    data: { name: 'vision', departmentId: 'd', clusterId: 'c', defaultNodePoolId: 'default' },
  },
];
const trailOf = (story: readonly Told[]) => viewAfter(auditTrail, logOf(story)).entries;

describe('audit-trail', () => {
  test('a grant tells the old and the new figure, and nothing that stayed', () => {
    const entry = trailOf([
      created,
      ['project/p', 2, granted(4000)],
      ['project/p', 3, granted(8000)],
    ]).at(-1);
    expect(entry).toMatchObject({ actor: 'ana', verb: 'grant', atMs: 3, commandId: 'c-3' });
    expect(entry === undefined ? [] : changesOf(entry)).toEqual([
      { field: 'entitlements.gpuMilli.quota', before: '4000', after: '8000' },
    ]);
  });

  test('submissions, stops, resumptions and deletions of workloads are deeds', () => {
    const entries = trailOf([
      ['workload/w', 1, facts.submitted(1)],
      ['workload/w', 2, facts.queued('qa')],
      ['workload/w', 3, facts.asked('WorkloadStopRequested')],
      ['workload/w', 4, { type: 'WorkloadStopped', data: {} }],
      ['workload/w', 5, { type: 'WorkloadResumed', data: { attempt: 2 } }],
      ['workload/w', 6, facts.asked('WorkloadDeletionRequested')],
    ]);
    const verbs = entries.map((entry) => entry.verb);
    expect(verbs.filter((verb) => /^[a-z]/.test(verb))).toEqual([
      'submit',
      'stop',
      'resume',
      'delete',
    ]);
    const stop = entries.find((entry) => entry.verb === 'stop');
    expect(stop === undefined ? [] : changesOf(stop)).toEqual([
      { field: 'phase', before: '"Pending"', after: '"Stopping"' },
      { field: 'reason', before: undefined, after: '"no longer needed"' },
    ]);
  });

  test('a deletion tells what was there', () => {
    const entry = trailOf([created, ['project/p', 2, { type: 'ProjectDeleted', data: {} }]]).at(-1);
    expect(entry === undefined ? [] : changesOf(entry)).toContainEqual({
      field: 'name',
      before: '"vision"',
      after: undefined,
    });
  });

  test('a node that joins again under an old name begins anew', () => {
    const entry = trailOf([
      ['node/n', 1, facts.joined(1)],
      ['node/n', 2, { type: 'NodeRemoved', data: {} }],
      ['node/n', 3, facts.joined(8)],
    ]).at(-1);
    expect(entry === undefined ? [] : changesOf(entry)).toContainEqual({
      field: 'gpuCount',
      before: undefined,
      after: '8',
    });
  });

  test('what nobody asked for is no deed, but what it changed is the next before', () => {
    const cordoned: Told = ['node/n', 2, { type: 'NodeCordoned', data: { reason: 'hot' } }];
    const log = logOf([
      ['node/n', 1, facts.joined(1)],
      cordoned,
      ['node/n', 3, { type: 'NodeUncordoned', data: {} }],
    ]).map((event) =>
      event.revision === 2 ? { ...event, origin: 'observation' as const } : event,
    );
    const { entries } = viewAfter(auditTrail, log);
    expect(entries.map((entry) => entry.verb)).toEqual(['join', 'uncordon']);
    const [, uncordon] = entries;
    expect(uncordon === undefined ? [] : changesOf(uncordon)).toEqual([
      { field: 'isCordoned', before: 'true', after: 'false' },
      { field: 'reason', before: '"hot"', after: '""' },
    ]);
  });

  test('∀ log: a deed is there for the first fact of every command, with the phase before and after it', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const { entries } = viewAfter(auditTrail, log);
        const asked = log.filter((e) => e.origin === 'command' && e.type !== 'LeaderElected');
        expect(entries.map((entry) => entry.revision)).toEqual(
          asked.map(({ revision }) => revision),
        );
        const phases = new Map<string, string>();
        const after = new Map<number, string | undefined>();
        for (const { subject, type, revision } of log) {
          if (subject.kind !== 'workload') continue;
          const phase = workloadLifecycle.after(phases.get(subject.id) ?? 'Absent', type);
          phases.set(subject.id, phase ?? 'illegal');
          after.set(revision, phase);
        }
        for (const entry of entries) {
          if (entry.subject.kind !== 'workload') continue;
          expect(entry.after?.['phase']).toBe(after.get(entry.revision));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('∀ log, filter: filtering while folding keeps what filtering afterwards finds', () => {
    const filters = fc.record(
      {
        actor: fc.constantFrom('ana', 'bo'),
        verb: fc.constantFrom('submit', 'grant', 'delete'),
        subject: fc.constantFrom('project', 'workload', 'workload/w-1'),
        entriesMax: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(logFrom(), filters, (log, filter) => {
        const whole = entriesOf(viewAfter(auditTrail, log), filter);
        expect(entriesOf(viewAfter(auditTrailOf(filter), log), filter)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});
