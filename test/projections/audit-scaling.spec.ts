import { describe, expect, test } from 'vitest';
import { auditTrail, changesOf } from '../../projections/audit-trail/index.ts';
import { terms } from './told-terms.ts';
import { facts, logOf, viewAfter } from './told.ts';

describe('audit-trail', () => {
  test('scaling is a deed, with the number that was asked for', () => {
    const entry = viewAfter(
      auditTrail,
      logOf([
        ['workload/w', 1, facts.submitted(1, { workloadType: 'inference' })],
        ['workload/w', 2, terms.scaled(3)],
      ]),
    ).entries.at(-1);
    expect(entry).toMatchObject({ actor: 'ana', verb: 'scale' });
    expect(entry === undefined ? [] : changesOf(entry)).toEqual([
      { field: 'replicas', before: undefined, after: '3' },
    ]);
  });
});
