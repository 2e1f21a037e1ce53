import { describe, expect, test } from 'vitest';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { orgUnits } from '../../projections/org-units/index.ts';
import { projectionLaws } from './laws.ts';
import { logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: orgUnits });

const bound = (quota: number) => ({ quota, limit: -1, weight: 1 });
const granted = (quota: number, nodePoolId = 'default'): BerthEvent => ({
  type: 'ProjectQuotaGranted',
  data: {
    nodePoolId,
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
  5,
  {
    type: 'ProjectCreated',
    data: { name: 'vision', departmentId: 'd', clusterId: 'c', defaultNodePoolId: 'default' },
  },
];

describe('org-units', () => {
  test('a project shows what it was granted last in each pool', () => {
    const { projects } = viewAfter(
      orgUnits,
      logOf([
        created,
        ['project/p', 6, granted(4000)],
        ['project/p', 7, granted(1000, 'a100')],
        ['project/p', 8, granted(6000)],
      ]),
    );
    const grants = [...(projects.get('p')?.grants ?? [])];
    expect(grants.map(([pool, { gpuMilli }]) => [pool, gpuMilli.quota])).toEqual([
      ['default', 6000],
      ['a100', 1000],
    ]);
    expect(projects.get('p')).toMatchObject({ name: 'vision', createdAtMs: 5, revision: 4 });
  });

  test('what is deleted is not there', () => {
    const log = logOf([created, ['project/p', 6, { type: 'ProjectDeleted', data: {} }]]);
    expect(viewAfter(orgUnits, log).projects.size).toBe(0);
  });

  test('a cluster shows since when it is silent, and why', () => {
    const { clusters } = viewAfter(
      orgUnits,
      logOf([
        ['cluster/c', 1, { type: 'ClusterRegistered', data: { name: 'east' } }],
        ['cluster/c', 2, { type: 'ClusterConnected', data: {} }],
        ['cluster/c', 9, { type: 'ClusterDisconnected', data: { reason: 'silent' } }],
      ]),
    );
    expect(clusters.get('c')).toMatchObject({
      state: 'Disconnected',
      stateSinceMs: 9,
      reason: 'silent',
    });
  });
});
