import { type Static, Type } from 'typebox';
import { nodeOperators } from '../../../../domain/foundation/node-terms.ts';
import { withRefused } from '../refused.ts';
import { closed, maybe, wordsOf } from '../shapes.ts';
import { notYetCompute, notYetVariable } from './not-yet.ts';

/** A name within a spec. */
export const nameShape = Type.String({ minLength: 1, maxLength: 253 });

/** A text with a name, as labels and annotations are written. */
export const namedShape = Type.Object(
  { name: nameShape, value: Type.String({ maxLength: 65_536 }) },
  closed,
);

const extendedShape = Type.Object(
  {
    resource: nameShape,
    quantity: Type.String({ maxLength: 64, examples: ['2'] }),
    exclude: maybe(Type.Boolean()),
  },
  closed,
);

/** What one pod asks for, as Run:ai writes it. */
export const computeShape = withRefused(
  Type.Object(
    {
      gpuDevicesRequest: maybe(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      gpuRequestType: maybe(wordsOf(['portion', 'memory', 'migProfile'])),
      gpuPortionRequest: maybe(Type.Number({ minimum: 0, maximum: 1 })),
      gpuMemoryRequest: maybe(
        Type.String({
          maxLength: 64,
          description: 'of each GPU; rounded up to MiB',
          examples: ['20Gi'],
        }),
      ),
      migProfile: maybe(Type.String({ maxLength: 64, examples: ['1g.10gb'] })),
      cpuCoreRequest: maybe(Type.Number({ minimum: 0, maximum: 1_000_000 })),
      cpuMemoryRequest: maybe(Type.String({ maxLength: 64, examples: ['64Gi'] })),
      extendedResources: maybe(Type.Array(extendedShape, { maxItems: 64 })),
    },
    closed,
  ),
  notYetCompute,
);
/** See `computeShape`. */
export type Compute = Static<typeof computeShape>;

/** A taint that pods put up with, as Run:ai writes it. */
export const tolerationShape = Type.Object(
  {
    name: maybe(Type.String({ description: 'not kept: there are no policies to merge it with' })),
    key: maybe(nameShape),
    operator: maybe(wordsOf(['Exists', 'Equal'])),
    value: maybe(Type.String({ maxLength: 253 })),
    effect: maybe(wordsOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute', 'Any'])),
    seconds: maybe(Type.Integer()),
  },
  closed,
);
/** See `tolerationShape`. */
export type TolerationSaid = Static<typeof tolerationShape>;

const expression = Type.Object(
  {
    key: nameShape,
    operator: wordsOf(nodeOperators),
    values: maybe(Type.Array(Type.String(), { maxItems: 100 })),
  },
  closed,
);

/** Which labels a node must carry, as Run:ai writes it. */
export const affinityShape = Type.Object(
  {
    nodeSelectorTerms: Type.Array(
      Type.Object({ matchExpressions: maybe(Type.Array(expression, { maxItems: 100 })) }, closed),
      { maxItems: 16 },
    ),
  },
  closed,
);
/** See `affinityShape`. */
export type AffinitySaid = Static<typeof affinityShape>;

/** Whether the pods of a workload must, or should, share a domain of nodes, as Run:ai writes it. */
export const podAffinityShape = Type.Object(
  { type: wordsOf(['Required', 'Preferred']), key: nameShape },
  { ...closed, description: 'the label of nodes whose value its pods share' },
);
/** Which part of a topology of the cluster all pods of a workload share, as KAI's pod groups write it. */
export const topologyShape = Type.Object(
  {
    topology: nameShape,
    requiredTopologyLevel: maybe(nameShape),
    preferredTopologyLevel: maybe(nameShape),
  },
  closed,
);
/** See `topologyShape`. */
export type TopologySaid = Static<typeof topologyShape>;

/** A variable of the environment, as Run:ai writes it. */
export const variableShape = withRefused(
  Type.Object({ name: nameShape, value: maybe(Type.String({ maxLength: 131_072 })) }, closed),
  notYetVariable,
);
/** See `variableShape`. */
export type VariableSaid = Static<typeof variableShape>;
