import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodePool, nodePoolOf } from '../../../domain/node-pool/index.ts';
import { createNodePool, nodePoolCreated, nodePoolDeleted } from '../../arbitraries/node-pool.ts';
import { givenFor } from '../given.ts';

const given = givenFor(nodePool);
const empty = { type: 'DeleteNodePool', nodes: 0, queues: 0 } as const;
const unlabelled = { name: 'default', labelKey: '', labelValue: '' };

describe('node pool › CreateNodePool', () => {
  test('creates it for a label, once; the default pool for none', () => {
    given().when(createNodePool()).then(nodePoolCreated());
    given(nodePoolCreated())
      .when(createNodePool({ isLabelTaken: true }))
      .then();
    given().when(createNodePool(unlabelled)).then(nodePoolCreated(unlabelled));
  });

  test('rejects a label that another pool has; so there is one default pool', () => {
    given()
      .when(createNodePool({ isLabelTaken: true }))
      .then({ _tag: 'LabelTaken', labelKey: 'example.com/pool', labelValue: 'a100' });
    given()
      .when(createNodePool({ ...unlabelled, isLabelTaken: true }))
      .then({ _tag: 'LabelTaken', labelKey: '', labelValue: '' });
  });

  test('rejects a cluster that nobody knows', () => {
    given()
      .when(createNodePool({ isClusterKnown: false }))
      .then({ _tag: 'UnknownCluster', clusterId: 'main' });
  });

  test('rejects an id that is in use for another, or was', () => {
    given(nodePoolCreated())
      .when(createNodePool({ labelValue: 'h100' }))
      .then({ _tag: 'NodePoolExists', phase: 'Ready' });
    given(nodePoolCreated(), nodePoolDeleted)
      .when(createNodePool())
      .then({ _tag: 'NodePoolExists', phase: 'Deleted' });
  });

  test.each(['a b', '/', 'x/', '/x', 'Example.com/x', '-a', 'a/b/c', 'x'.repeat(64), ''])(
    'rejects the label key %j',
    (labelKey) => {
      given().when(createNodePool({ labelKey })).then({
        _tag: 'InvalidNodePool',
        pointer: '/labelKey',
        value: labelKey,
        problem: 'must be a label key like "example.com/pool", or empty with an empty value',
      });
    },
  );

  test('rejects a label value that Kubernetes would refuse, and takes an empty one', () => {
    given()
      .when(createNodePool({ labelValue: 'a b' }))
      .then({
        _tag: 'InvalidNodePool',
        pointer: '/labelValue',
        value: 'a b',
        problem: 'must be a label value: letters, digits, "-", "_", ".", at most 63 characters',
      });
    given()
      .when(createNodePool({ labelValue: '' }))
      .then(nodePoolCreated({ labelValue: '' }));
  });
});

describe('node pool › ChooseNodePoolPlacement', () => {
  test('chooses how pods are laid out, once', () => {
    const spread = { gpuPlacement: 'spread', cpuPlacement: 'binpack' } as const;
    given(nodePoolCreated())
      .when({ type: 'ChooseNodePoolPlacement', ...spread })
      .then({ type: 'NodePoolPlacementChosen', data: spread });
    given(nodePoolCreated(spread))
      .when({ type: 'ChooseNodePoolPlacement', ...spread })
      .then();
  });
});

describe('node pool › DeleteNodePool', () => {
  test('deletes an empty pool, and rejects while nodes or queues are in it', () => {
    given(nodePoolCreated()).when(empty).then(nodePoolDeleted);
    given(nodePoolCreated())
      .when({ ...empty, nodes: 2 })
      .then({ _tag: 'NodePoolInUse', nodes: 2, queues: 0 });
    given(nodePoolCreated())
      .when({ ...empty, queues: 1 })
      .then({ _tag: 'NodePoolInUse', nodes: 0, queues: 1 });
  });

  test('never deletes the default pool', () => {
    given(nodePoolCreated(unlabelled))
      .when(empty)
      .then({ _tag: 'DefaultNodePoolStays', name: 'default' });
  });
});

describe('node pool › membership', () => {
  const pools = [
    { id: 'default', labelKey: '', labelValue: '' },
    { id: 'h100', labelKey: 'pool', labelValue: 'h100' },
    { id: 'a100', labelKey: 'gpu', labelValue: 'a100' },
  ];

  test('a node is in the pool whose label it carries, else in the default pool', () => {
    expect(nodePoolOf({ pool: 'h100' }, pools)).toBe('h100');
    expect(nodePoolOf({ pool: 'b200', zone: 'a' }, pools)).toBe('default');
    expect(nodePoolOf({}, pools.slice(1))).toBeUndefined();
  });

  test('a label of the prototype is no label', () => {
    const odd = [{ id: 'odd', labelKey: 'constructor', labelValue: '' }];
    expect(nodePoolOf({}, odd)).toBeUndefined();
  });

  test('∀ labels, ∀ orders of the pools: exactly one pool, the same one', () => {
    const word = fc.constantFrom('pool', 'gpu', 'h100', 'a100', '');
    const labels = fc.dictionary(word, word);
    const anyOrder = fc.shuffledSubarray(pools, { minLength: pools.length });
    fc.assert(
      fc.property(labels, anyOrder, (carried, shuffled) => {
        expect(nodePoolOf(carried, shuffled)).toBe(nodePoolOf(carried, pools));
      }),
    );
  });
});
