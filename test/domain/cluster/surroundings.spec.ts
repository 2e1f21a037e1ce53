import { describe, expect, test } from 'vitest';
import type { ClusterEvent } from '../../../domain/cluster/events.ts';
import { cluster } from '../../../domain/cluster/index.ts';
import {
  clusterConnected,
  clusterDisconnected,
  clusterRegistered,
  clusterRemoved,
} from '../../arbitraries/cluster.ts';
import { givenFor } from '../given.ts';

const given = givenFor(cluster);
const levels = ['zone', 'rack'];
const define = { type: 'DefineTopology', name: 'racks', levels } as const;
const defined: ClusterEvent = { type: 'ClusterTopologyDefined', data: { name: 'racks', levels } };
const claim = { name: 'claim-1', deviceClass: 'gpu.nvidia.com', count: 2 };
const create = { type: 'CreateResourceClaim', ...claim, isProjectKnown: true } as const;
const created: ClusterEvent = { type: 'ClusterClaimCreated', data: claim };
const remove = { type: 'DeleteResourceClaim', name: 'claim-1', liveWorkloads: 0 } as const;
const removed: ClusterEvent = { type: 'ClusterClaimDeleted', data: { name: 'claim-1' } };

describe('cluster › topologies', () => {
  test('are defined whether the cluster reports or not, once, and anew with other levels', () => {
    given(clusterRegistered).when(define).then(defined);
    given(clusterRegistered, clusterConnected, defined).when(define).thenNothing();
    given(clusterRegistered, clusterConnected, clusterDisconnected, defined)
      .when({ ...define, levels: ['rack'] })
      .then({ type: 'ClusterTopologyDefined', data: { name: 'racks', levels: ['rack'] } });
  });

  test('are forgotten once', () => {
    given(clusterRegistered, defined)
      .when({ type: 'RemoveTopology', name: 'racks' })
      .then({ type: 'ClusterTopologyRemoved', data: { name: 'racks' } });
    given(clusterRegistered).when({ type: 'RemoveTopology', name: 'racks' }).thenNothing();
  });

  test.each([
    [{ name: 'Racks' }, '/name', 'Racks'],
    [{ levels: [] }, '/levels', 0],
    [{ levels: Array.from({ length: 17 }, (_, k) => `l${k}`) }, '/levels', 17],
    [{ levels: ['zone', 'zone'] }, '/levels/1', 'zone'],
    [{ levels: [''] }, '/levels/0', ''],
  ])('cannot be %j', (wrong, pointer, value) => {
    const { state } = given(clusterRegistered);
    expect(cluster.decide({ ...define, ...wrong }, state)).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'InvalidTopology', pointer, value },
    });
  });

  test('are at most 64 in a cluster, and one of them can still be defined anew', () => {
    const many = Array.from({ length: 64 }, (_, k): ClusterEvent => ({
      type: 'ClusterTopologyDefined',
      data: { name: `t-${k}`, levels },
    }));
    const full = given(clusterRegistered, ...many);
    full.when(define).then({
      _tag: 'InvalidTopology',
      pointer: '/name',
      value: 64,
      problem: 'is one too many: a cluster has at most 64',
    });
    full
      .when({ ...define, name: 't-3', levels: ['rack'] })
      .then({ type: 'ClusterTopologyDefined', data: { name: 't-3', levels: ['rack'] } });
  });
});

describe('cluster › resource claims', () => {
  test('are created once, and not for other devices under the same name', () => {
    given(clusterRegistered).when(create).then(created);
    given(clusterRegistered, created).when(create).thenNothing();
    given(clusterRegistered, created)
      .when({ ...create, count: 3 })
      .then({ _tag: 'ClaimExists', name: 'claim-1' });
  });

  test('belong to a project that is there, or to none', () => {
    const ofProject = { ...create, projectId: 'vision' };
    given(clusterRegistered)
      .when(ofProject)
      .then({ type: 'ClusterClaimCreated', data: { ...claim, projectId: 'vision' } });
    given(clusterRegistered)
      .when({ ...ofProject, isProjectKnown: false })
      .then({ _tag: 'UnknownProject', projectId: 'vision' });
    given(clusterRegistered, created)
      .when(ofProject)
      .then({ _tag: 'ClaimExists', name: 'claim-1' });
  });

  test('are deleted once nobody names them any more, and can be created anew', () => {
    given(clusterRegistered, created).when(remove).then(removed);
    given(clusterRegistered, created)
      .when({ ...remove, liveWorkloads: 3 })
      .then({ _tag: 'ClaimInUse', name: 'claim-1', liveWorkloads: 3 });
    given(clusterRegistered, created, removed).when(remove).thenNothing();
    given(clusterRegistered, created, removed).when(create).then(created);
  });

  test.each([
    [{ name: 'Claim 1' }, '/name', 'Claim 1'],
    [{ deviceClass: '' }, '/deviceClass', ''],
    [{ count: 0 }, '/count', 0],
    [{ count: 1.5 }, '/count', 1.5],
    [{ count: 1025 }, '/count', 1025],
  ])('cannot be %j', (wrong, pointer, value) => {
    const { state } = given(clusterRegistered);
    expect(cluster.decide({ ...create, ...wrong }, state)).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'InvalidClaim', pointer, value },
    });
  });

  test('are of a cluster that is managed', () => {
    given().when(create).then({ _tag: 'ClusterNotFound', phase: 'Absent' });
    given(clusterRegistered, clusterRemoved)
      .when(define)
      .then({ _tag: 'ClusterNotFound', phase: 'Removed' });
  });
});
