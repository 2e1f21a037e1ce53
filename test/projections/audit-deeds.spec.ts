import { describe, expect, test } from 'vitest';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { auditTrail } from '../../projections/audit-trail/index.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

const created: Told = [
  'project/p',
  1,
  {
    type: 'ProjectCreated',
    data: { name: 'vision', departmentId: 'd', clusterId: 'c', defaultNodePoolId: 'default' },
  },
];

describe('audit-trail', () => {
  test('what follows from a command in the same breath is no deed of its own', () => {
    const log = logOf([
      ['workload/w', 1, facts.submitted(1)],
      ['workload/w', 1, facts.queued('qa')],
      ['workload/w', 2, facts.asked('WorkloadStopRequested')],
    ]).map((event) =>
      event.revision === 2 ? { ...event, commandId: 'c-1', index: 1 } : { ...event, index: 0 },
    );
    const { entries } = viewAfter(auditTrail, log);
    expect(entries.map(({ verb }) => verb)).toEqual(['submit', 'stop']);
    expect(entries.at(-1)?.before).toEqual({ phase: 'Pending' });
  });

  test('the election of a leader is no deed', () => {
    const elected: BerthEvent = { type: 'LeaderElected', data: { epoch: 1, holder: 'ana' } };
    const log = logOf([created]).flatMap((event) => [
      { ...event, subject: { kind: 'ledger', id: 'berth' } as const, ...elected },
      { ...event, revision: 2 },
    ]);
    expect(viewAfter(auditTrail, log).entries.map(({ verb }) => verb)).toEqual(['create']);
  });
});
