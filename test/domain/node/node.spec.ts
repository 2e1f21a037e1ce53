import { describe, expect, test } from 'vitest';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { node } from '../../../domain/node/index.ts';
import type { NodeEvent } from '../../../domain/node/events.ts';
import { joinNode, nodeJoined, nodeLost, nodeRemoved } from '../../arbitraries/node.ts';
import { givenFor } from '../given.ts';

const given = givenFor(node);
const cordoned: NodeEvent = { type: 'NodeCordoned', data: { reason: 'maintenance' } };
const uncordoned: NodeEvent = { type: 'NodeUncordoned', data: {} };
const failed: NodeEvent = { type: 'NodeDeviceFailed', data: { device: 7, reason: 'Xid 79' } };
const returned: NodeEvent = { type: 'NodeReturned', data: {} };

describe('node › JoinNode', () => {
  test('joins with all its devices healthy, once', () => {
    given().when(joinNode()).then(nodeJoined());
    given(nodeJoined()).when(joinNode()).then();
    given(nodeJoined(), nodeLost).when(joinNode()).then();
    const { state } = given(nodeJoined({ gpuCount: 2 }));
    expect(state).toMatchObject({ devices: [{ health: 'Healthy' }, { health: 'Healthy' }] });
  });

  test('brings slices, other resources and device classes, and stores nothing where it has none', () => {
    const more = {
      mig: { strategy: 'single' as const, instances: { 'nvidia.com/mig-1g.10gb': 7 } },
      resources: { 'example.com/efa': 4 },
      deviceClasses: { 'gpu.nvidia.com': 8 },
    };
    given().when(joinNode(more)).then(nodeJoined(more));
    given(nodeJoined()).when(joinNode(more)).then({ _tag: 'NodeExists', phase: 'Ready' });
    given(nodeJoined(more)).when(joinNode(more)).thenNothing();
  });

  test('is the same node whatever the order of its labels', () => {
    given(nodeJoined({ labels: { a: '1', b: '2' } }))
      .when(joinNode({ labels: { b: '2', a: '1' } }))
      .then();
  });

  test('rejects another description of a node that is there', () => {
    given(nodeJoined())
      .when(joinNode({ gpuCount: 4 }))
      .then({ _tag: 'NodeExists', phase: 'Ready' });
  });

  test('joins again under its old name after it was removed, as new', () => {
    given(nodeJoined(), cordoned, failed, nodeRemoved)
      .when(joinNode({ gpuCount: 1 }))
      .then(nodeJoined({ gpuCount: 1 }));
    const { state } = given(nodeJoined(), cordoned, failed, nodeRemoved, nodeJoined());
    expect(state).toEqual(given(nodeJoined()).state);
  });

  test('rejects a pool that nobody knows', () => {
    given()
      .when(joinNode({ isNodePoolKnown: false }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'default' });
  });

  test.each([
    [{ name: '' }, '/name', ''],
    [{ name: 'Node_1' }, '/name', 'Node_1'],
    [{ nodePoolId: 'A' }, '/nodePoolId', 'A'],
    [{ cpuMilli: -1 }, '/cpuMilli', -1],
    [{ memoryBytes: 2 ** 53 }, '/memoryBytes', 2 ** 53],
    [{ podsMax: 1.5 }, '/podsMax', 1.5],
    [{ gpuCount: NaN }, '/gpuCount', NaN],
    [{ gpuCount: 1_000_000_000 }, '/gpuCount', 1_000_000_000],
    [{ labels: { '': 'x' } }, '/labels', ''],
    [{ taints: [{ key: '', value: '', effect: 'NoSchedule' as const }] }, '/taints/0/key', ''],
    [
      { mig: { strategy: 'mixed' as const, instances: { 'mig-1g.10gb': 1 } } },
      '/mig/instances',
      'mig-1g.10gb',
    ],
    [
      { mig: { strategy: 'mixed' as const, instances: { 'nvidia.com/mig-1g.10gb': -1 } } },
      '/mig/instances/nvidia.com~1mig-1g.10gb',
      -1,
    ],
    [{ resources: { 'nvidia.com/gpu': 8 } }, '/resources', 'nvidia.com/gpu'],
    [{ resources: { '': 1 } }, '/resources', ''],
    [{ resources: { 'example.com/efa': 0.5 } }, '/resources/example.com~1efa', 0.5],
    [{ deviceClasses: { 'gpu.nvidia.com': -1 } }, '/deviceClasses/gpu.nvidia.com', -1],
  ])('rejects the impossible and points to it: %j', (wrong, pointer, value) => {
    const { state } = given();
    expect(node.decide(joinNode(wrong), state)).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'InvalidNode', pointer, value },
    });
  });
});

describe('node › coming and going', () => {
  test('is lost once and returns once, and keeps its cordon and broken cards meanwhile', () => {
    given(nodeJoined()).when({ type: 'ObserveNodeLost', reason: 'no heartbeat' }).then(nodeLost);
    given(nodeJoined(), nodeLost).when({ type: 'ObserveNodeLost', reason: 'again' }).then();
    given(nodeJoined(), nodeLost).when({ type: 'ObserveNodeReturned' }).then(returned);
    given(nodeJoined()).when({ type: 'ObserveNodeReturned' }).then();
    const { state } = given(nodeJoined(), cordoned, failed, nodeLost, returned);
    expect(state).toEqual(given(nodeJoined(), cordoned, failed).state);
  });

  test('is removed while it answers and while it does not, once', () => {
    given(nodeJoined()).when({ type: 'RemoveNode' }).then(nodeRemoved);
    given(nodeJoined(), nodeLost).when({ type: 'RemoveNode' }).then(nodeRemoved);
    given(nodeJoined(), nodeRemoved).when({ type: 'RemoveNode' }).then();
  });

  test('rejects observations of a node that is not there', () => {
    given().when({ type: 'RemoveNode' }).then({ _tag: 'NodeNotFound', phase: 'Absent' });
    given(nodeJoined(), nodeRemoved)
      .when({ type: 'ObserveNodeLost', reason: 'late' })
      .then({ _tag: 'NodeNotFound', phase: 'Removed' });
  });
});

describe('node › cordon', () => {
  test('is set and lifted once, also while the node is lost', () => {
    given(nodeJoined()).when({ type: 'CordonNode', reason: 'maintenance' }).then(cordoned);
    given(nodeJoined(), cordoned).when({ type: 'CordonNode', reason: 'other' }).then();
    given(nodeJoined(), nodeLost, cordoned).when({ type: 'UncordonNode' }).then(uncordoned);
    given(nodeJoined()).when({ type: 'UncordonNode' }).then();
  });
});

describe('node › devices', () => {
  test('fail and are repaired one by one', () => {
    given(nodeJoined())
      .when({ type: 'ObserveDeviceFailed', device: 7, reason: 'Xid 79' })
      .then(failed);
    given(nodeJoined(), failed)
      .when({ type: 'ObserveDeviceFailed', device: 7, reason: 'again' })
      .then();
    given(nodeJoined(), failed)
      .when({ type: 'ObserveDeviceRepaired', device: 7 })
      .then({ type: 'NodeDeviceRepaired', data: { device: 7 } });
    given(nodeJoined()).when({ type: 'ObserveDeviceRepaired', device: 7 }).then();
  });

  test.each([8, -1, 0.5, NaN])('rejects device %d of 8', (device) => {
    given(nodeJoined())
      .when({ type: 'ObserveDeviceFailed', device, reason: 'Xid 79' })
      .then({ _tag: 'DeviceNotFound', device, count: 8 });
  });

  test('a stored fact about a device that is not there is a defect', () => {
    expect(() => given(nodeJoined({ gpuCount: 7 }), failed)).toThrow(InvariantViolation);
  });
});
