import fc from 'fast-check';
import type { NodePoolEvent } from '../../domain/node-pool/events.ts';
import {
  type CreateNodePool,
  gpuPlacementStrategies,
  type NodePool,
  type NodePoolCommand,
} from '../../domain/node-pool/index.ts';
import { mostlyFrom, mostlyNoneFrom, nameFrom } from './entitlements.ts';

type Created = Extract<NodePoolEvent, { readonly type: 'NodePoolCreated' }>['data'];

const pool: Created = {
  name: 'a100',
  clusterId: 'main',
  labelKey: 'example.com/pool',
  labelValue: 'a100',
  gpuPlacement: 'binpack',
  cpuPlacement: 'binpack',
};

/** The pool `a100` of nodes labelled so was created. */
export const nodePoolCreated = (data: Partial<Created> = {}): NodePoolEvent => ({
  type: 'NodePoolCreated',
  data: { ...pool, ...data },
});
/** The pool was deleted. */
export const nodePoolDeleted: NodePoolEvent = { type: 'NodePoolDeleted', data: {} };

/** Asks for the pool of `nodePoolCreated`. */
export const createNodePool = (data: Partial<CreateNodePool> = {}): CreateNodePool => ({
  type: 'CreateNodePool',
  ...pool,
  isClusterKnown: true,
  isLabelTaken: false,
  ...data,
});

const strategyFrom = fc.constantFrom('binpack' as const, 'spread' as const);
const gpuStrategyFrom = fc.constantFrom(...gpuPlacementStrategies);
const createFrom: fc.Arbitrary<NodePoolCommand> = fc
  .record({
    name: nameFrom,
    clusterId: nameFrom,
    labelKey: fc.constantFrom('pool', 'example.com/pool', 'pool', 'k', '', 'a b', '/', 'x/'),
    labelValue: fc.constantFrom('a100', '', 'b', 'c', ' '),
    gpuPlacement: gpuStrategyFrom,
    cpuPlacement: strategyFrom,
    isClusterKnown: mostlyFrom,
    isLabelTaken: mostlyFrom.map((isFree) => !isFree),
  })
  .map((data) => createNodePool(data));
const chooseFrom: fc.Arbitrary<NodePoolCommand> = fc
  .record({ gpuPlacement: gpuStrategyFrom, cpuPlacement: strategyFrom })
  .map((data) => ({ type: 'ChooseNodePoolPlacement', ...data }));
const deleteFrom: fc.Arbitrary<NodePoolCommand> = fc
  .record({ nodes: mostlyNoneFrom, queues: mostlyNoneFrom })
  .map((data) => ({ type: 'DeleteNodePool', ...data }));

/** Commands that make sense in a state of a node pool, and some that do not. */
export const nodePoolCommandsFrom = (state: NodePool): fc.Arbitrary<NodePoolCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: createFrom },
    { weight: 3, arbitrary: chooseFrom },
    { weight: 1, arbitrary: deleteFrom },
  );
