import { describe, test } from 'vitest';
import { cluster } from '../../../domain/cluster/index.ts';
import {
  clusterConnected,
  clusterDisconnected,
  clusterRegistered,
  clusterRemoved,
} from '../../arbitraries/cluster.ts';
import { givenFor } from '../given.ts';

const given = givenFor(cluster);

describe('cluster', () => {
  test('is registered once, under a DNS label', () => {
    given().when({ type: 'RegisterCluster', name: 'main' }).then(clusterRegistered);
    given(clusterRegistered, clusterConnected)
      .when({ type: 'RegisterCluster', name: 'main' })
      .then();
    given().when({ type: 'RegisterCluster', name: '' }).then({
      _tag: 'InvalidCluster',
      pointer: '/name',
      value: '',
      problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
    });
  });

  test('connects, falls silent and connects again', () => {
    given(clusterRegistered).when({ type: 'ObserveClusterConnected' }).then(clusterConnected);
    given(clusterRegistered, clusterConnected)
      .when({ type: 'ObserveClusterDisconnected', reason: 'silent' })
      .then(clusterDisconnected);
    given(clusterRegistered, clusterConnected, clusterDisconnected)
      .when({ type: 'ObserveClusterConnected' })
      .then(clusterConnected);
  });

  test('cannot fall silent before it has spoken', () => {
    given(clusterRegistered).when({ type: 'ObserveClusterDisconnected', reason: 'silent' }).then();
  });

  test('is removed once no workload is left on it; its id is not used again', () => {
    given(clusterRegistered)
      .when({ type: 'RemoveCluster', liveWorkloads: 7 })
      .then({ _tag: 'ClusterRemovalBlocked', liveWorkloads: 7 });
    given(clusterRegistered).when({ type: 'RemoveCluster', liveWorkloads: 0 }).then(clusterRemoved);
    given(clusterRegistered, clusterRemoved)
      .when({ type: 'RegisterCluster', name: 'main' })
      .then({ _tag: 'ClusterExists', phase: 'Removed' });
    given(clusterRegistered, clusterRemoved)
      .when({ type: 'ObserveClusterConnected' })
      .then({ _tag: 'ClusterNotFound', phase: 'Removed' });
  });
});
