import { type Static, type TOptional, type TUnknown, Type } from 'typebox';
import { closed, maybe } from '../shapes.ts';
import { notYet, notYetCompute, notYetScaling, notYetVariable } from './not-yet.ts';
import { categories, frameworks, priorityWords } from './words.ts';

const name = Type.String({ minLength: 1, maxLength: 253 });
const named = Type.Object({ name, value: Type.String({ maxLength: 65_536 }) }, closed);
const wordOf = (words: readonly string[]) => Type.Unsafe<string>({ type: 'string', enum: words });

/** Members that Run:ai has and Berth refuses, so that they are refused by name and not as unknown. */
const refused = <Names extends string>(
  names: Readonly<Record<Names, string>>,
): Record<Names, TOptional<TUnknown>> => {
  const members: Partial<Record<Names, TOptional<TUnknown>>> = {};
  for (const key in names) {
    members[key] = Type.Optional(Type.Unknown({ description: `Refused: ${names[key]}.` }));
  }
  return members as Record<Names, TOptional<TUnknown>>;
};

/** What one pod asks for, as Run:ai writes it. */
export const computeShape = Type.Object(
  {
    gpuDevicesRequest: maybe(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    gpuRequestType: maybe(wordOf(['portion', 'memory', 'migProfile'])),
    gpuPortionRequest: maybe(Type.Number({ minimum: 0, maximum: 1 })),
    cpuCoreRequest: maybe(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    cpuMemoryRequest: maybe(Type.String({ maxLength: 64, examples: ['64Gi'] })),
    ...refused(notYetCompute),
  },
  closed,
);
/** See `computeShape`. */
export type Compute = Static<typeof computeShape>;

const toleration = Type.Object(
  {
    name: maybe(Type.String()),
    key: maybe(name),
    operator: maybe(wordOf(['Exists', 'Equal'])),
    value: maybe(Type.String({ maxLength: 253 })),
    effect: maybe(wordOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute', 'Any'])),
    seconds: maybe(Type.Integer()),
  },
  closed,
);
/** A taint that pods put up with, as Run:ai writes it. */
export type TolerationSaid = Static<typeof toleration>;

const expression = Type.Object(
  {
    key: name,
    operator: wordOf(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
    values: maybe(Type.Array(Type.String(), { maxItems: 100 })),
  },
  closed,
);

const affinity = Type.Object(
  {
    nodeSelectorTerms: Type.Array(
      Type.Object({ matchExpressions: maybe(Type.Array(expression, { maxItems: 100 })) }, closed),
      { maxItems: 16 },
    ),
  },
  closed,
);
/** Which labels a node must carry, as Run:ai writes it. */
export type AffinitySaid = Static<typeof affinity>;

const variable = Type.Object(
  {
    name,
    value: maybe(Type.String({ maxLength: 131_072 })),
    ...refused(notYetVariable),
  },
  closed,
);
/** A variable of the environment, as Run:ai writes it. */
export type VariableSaid = Static<typeof variable>;

/** Most seconds that anything may take: a hundred years. */
const secondsMax = 3_155_760_000;
const seconds = Type.Integer({ minimum: 0, maximum: secondsMax });

const common = {
  image: maybe(Type.String({ minLength: 1, maxLength: 1_024 })),
  command: maybe(Type.String({ maxLength: 65_536 })),
  args: maybe(Type.String({ maxLength: 65_536 })),
  workingDir: maybe(Type.String({ maxLength: 4_096 })),
  environmentVariables: maybe(Type.Array(variable, { maxItems: 1_000 })),
  compute: maybe(computeShape),
  nodePools: maybe(Type.Array(name, { maxItems: 100 })),
  nodeType: maybe(name),
  nodeAffinityRequired: maybe(affinity),
  tolerations: maybe(Type.Array(toleration, { maxItems: 100 })),
  priorityClass: maybe(wordOf(priorityWords)),
  preemptibility: maybe(wordOf(['preemptible', 'non-preemptible', 'semi-preemptible'])),
  category: maybe(wordOf(categories)),
  autoDeletionTimeAfterCompletionSeconds: maybe(seconds),
  terminationGracePeriodSeconds: maybe(seconds),
  terminateAfterPreemption: maybe(Type.Boolean()),
  labels: maybe(Type.Array(named, { maxItems: 1_000 })),
  annotations: maybe(Type.Array(named, { maxItems: 1_000 })),
  ...refused(notYet),
};

const pods = Type.Integer({ minimum: 1, maximum: 100_000 });
const retried = { backoffLimit: maybe(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })) };

/** What is asked for each type of workload, as Run:ai writes it. */
export const specShapes = {
  workspace: Type.Object({ ...common, ...retried }, closed),
  training: Type.Object(
    { ...common, ...retried, completions: maybe(pods), parallelism: maybe(pods) },
    closed,
  ),
  distributed: Type.Object(
    {
      ...common,
      ...retried,
      numWorkers: pods,
      distributedFramework: maybe(wordOf(frameworks)),
    },
    closed,
  ),
  inference: Type.Object(
    {
      ...common,
      autoscaling: maybe(
        Type.Object(
          {
            minReplicas: maybe(Type.Integer({ minimum: 0, maximum: 100_000 })),
            maxReplicas: maybe(pods),
            initialReplicas: maybe(pods),
            ...refused(notYetScaling),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
} as const;

/** Everything that a spec of any type may say. */
export type SpecSaid = Partial<
  Static<typeof specShapes.workspace> &
    Static<typeof specShapes.training> &
    Static<typeof specShapes.distributed> &
    Static<typeof specShapes.inference>
>;

/** What the leader of distributed work has of its own. */
export const masterShape = Type.Object({ compute: maybe(computeShape) }, closed);
