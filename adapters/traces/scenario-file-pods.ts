import { type Static, Type } from 'typebox';
import { nodeOperators } from '../../domain/foundation/node-terms.ts';
import {
  amount,
  countsBy,
  only,
  optional,
  several,
  text,
  textsBy,
  valuesBy,
  whole,
} from './scenario-file-words.ts';

const pods = (description: string, min: number) =>
  optional(whole(`${description}, ${min} to 100000`, { min, max: 100_000 }));

const weight = whole('a weight, 1 to 100', { min: 1, max: 100 });

const term = only('which pods, and the label of nodes whose values are domains', {
  labels: textsBy('labels of pods: {"app": "web"}'),
  topologyKey: text('a label of nodes such as "rack"'),
  weight: optional(weight),
});

const expressions = several(
  'a list of expressions',
  only('a label, an operator, and values where the operator has any', {
    key: text('a label of nodes such as "zone"'),
    operator: Type.Enum<[...typeof nodeOperators]>([...nodeOperators], {
      description: `one of ${nodeOperators.join(', ')}`,
    }),
    values: optional(Type.Array(Type.String(), { description: 'a list of values: ["a"]' })),
  }),
);

const topology = only('a topology with a level that must, or should, be shared', {
  name: text('the name of a topology'),
  required: optional(text('a level such as "zone"')),
  preferred: optional(text('a level such as "rack"')),
});
/** Which part of a topology pods share. */
export type TopologyText = Static<typeof topology>;

/** What a set of equal pods may say. */
export const podsShape = {
  pods: pods('a number of pods', 1),
  minPods: pods('how few of them are enough', 0),
  gpu: optional(amount('GPUs: whole ones such as 8, a share of one such as 0.5, or "2x0.5"')),
  gpuMemory: optional(text('memory of each GPU, such as "20Gi"')),
  mig: optional(countsBy('slices by their profile: {"1g.10gb": 2}', 1)),
  cpu: optional(amount('CPU cores such as 4, "500m" or "1.5"')),
  memory: optional(text('memory such as "16Gi"')),
  resources: optional(countsBy('resources by name: {"example.com/rdma": 1}', 1)),
  claims: optional(Type.Array(text('the name of a claim'), { description: 'a list of claims' })),
  hostPorts: optional(
    Type.Array(amount('a port such as 8080 or "53/UDP"'), { description: 'a list of ports' }),
  ),
  podLabels: optional(textsBy('labels of pods: {"app": "web"}')),
  affinity: optional(
    only('neighbours and nodes that its pods want', {
      podAffinity: optional(several('a list of terms', term)),
      podAntiAffinity: optional(several('a list of terms', term)),
      preferredNodes: optional(
        several(
          'a list of labels with weights',
          only('labels with a weight', {
            labels: optional(valuesBy('labels with the values that will do: {"zone": ["a"]}')),
            matchExpressions: optional(expressions),
            weight,
          }),
        ),
      ),
      requiredNodes: optional(
        several('a list of terms', only('a term', { matchExpressions: expressions })),
      ),
    }),
  ),
  topology: optional(topology),
};

/** A set of equal pods among others. */
export const subGroupShape = only('a sub-group of a workload', {
  name: text('the name of a sub-group, such as "workers"'),
  ...podsShape,
  nodeSelector: optional(valuesBy('labels with the values that will do: {"zone": ["a"]}')),
  podSet: optional(text('the name of a pod set of the gang')),
  podPriority: optional(whole('a rank among pods, 0 to 1000000', { min: 0, max: 1e6 })),
});
/** See `subGroupShape`. */
export type SubGroupText = Static<typeof subGroupShape>;
/** What a workload says of its only set of pods, or a sub-group of its own. */
export type PodsText = Omit<SubGroupText, 'name' | 'nodeSelector' | 'podSet' | 'podPriority'>;

/** Which pods stand or fall together, as a tree. */
export const gangShape = only('pod sets, and groups of them', {
  podSets: several(
    'a list of one pod set or more',
    only('a pod set', {
      name: text('the name of a pod set'),
      minPods: whole('a number of pods, 0 to 100000', { min: 0, max: 100_000 }),
      group: optional(text('the name of a group')),
      topology: optional(topology),
    }),
  ),
  groups: optional(
    several(
      'a list of one group or more',
      only('a group', {
        name: text('the name of a group'),
        parent: optional(text('the name of the group above it')),
        topology: optional(topology),
      }),
    ),
  ),
  topology: optional(topology),
});
/** See `gangShape`. */
export type GangText = Static<typeof gangShape>;

/** What pods put up with. */
export const tolerationsShape = Type.Array(
  only('a toleration', {
    key: optional(Type.String({ description: 'the key of a taint' })),
    operator: optional(Type.Enum(['Exists', 'Equal'], { description: 'Exists or Equal' })),
    value: optional(Type.String({ description: 'the value of a taint' })),
    effect: optional(
      Type.Enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
        description: 'one of NoSchedule, PreferNoSchedule, NoExecute',
      }),
    ),
  }),
  { description: 'a list of tolerations' },
);
