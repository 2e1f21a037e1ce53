import { type Static, type TObject, Type } from 'typebox';
import { withRefused } from '../refused.ts';
import { closed, maybe, wordsOf } from '../shapes.ts';
import { notElastic, notYet, notYetScaling } from './not-yet.ts';
import {
  affinityShape,
  computeShape,
  namedShape,
  nameShape,
  podAffinityShape,
  tolerationShape,
  topologyShape,
  variableShape,
} from './spec-parts.ts';
import { categories, frameworks, priorityWords } from './words.ts';

/** Most seconds that anything may take: a hundred years. */
const secondsMax = 3_155_760_000;
const seconds = Type.Integer({ minimum: 0, maximum: secondsMax });

const ofAll = {
  image: maybe(Type.String({ minLength: 1, maxLength: 1_024 })),
  command: maybe(Type.String({ maxLength: 65_536 })),
  args: maybe(Type.String({ maxLength: 65_536 })),
  workingDir: maybe(Type.String({ maxLength: 4_096 })),
  environmentVariables: maybe(Type.Array(variableShape, { maxItems: 1_000 })),
  compute: maybe(computeShape),
  nodePools: maybe(Type.Array(nameShape, { maxItems: 100 })),
  nodeType: maybe(nameShape),
  nodeAffinityRequired: maybe(affinityShape),
  podAffinity: maybe(podAffinityShape),
  topology: maybe(topologyShape),
  tolerations: maybe(Type.Array(tolerationShape, { maxItems: 100 })),
  priorityClass: maybe(wordsOf(priorityWords)),
  preemptibility: maybe(wordsOf(['preemptible', 'non-preemptible', 'semi-preemptible'])),
  category: maybe(wordsOf(categories)),
  autoDeletionTimeAfterCompletionSeconds: maybe(seconds),
  terminationGracePeriodSeconds: maybe(seconds),
  terminateAfterPreemption: maybe(Type.Boolean()),
  labels: maybe(Type.Array(namedShape, { maxItems: 1_000 })),
  annotations: maybe(Type.Array(namedShape, { maxItems: 1_000 })),
};

const pods = Type.Integer({ minimum: 1, maximum: 100_000 });
const retried = { backoffLimit: maybe(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })) };

const scaling = withRefused(
  Type.Object(
    {
      minReplicas: maybe(Type.Integer({ minimum: 0, maximum: 100_000 })),
      maxReplicas: maybe(pods),
      initialReplicas: maybe(pods),
    },
    closed,
  ),
  notYetScaling,
);

const specOf = <Shape extends TObject>(shape: Shape) =>
  withRefused(shape, { ...notYet, ...notElastic });

/** What is asked for each type of workload, as Run:ai writes it. */
export const specShapes = {
  workspace: specOf(Type.Object({ ...ofAll, ...retried }, closed)),
  training: specOf(
    Type.Object(
      { ...ofAll, ...retried, completions: maybe(pods), parallelism: maybe(pods) },
      closed,
    ),
  ),
  distributed: withRefused(
    Type.Object(
      {
        ...ofAll,
        ...retried,
        numWorkers: pods,
        minReplicas: maybe(pods),
        maxReplicas: maybe(pods),
        distributedFramework: maybe(wordsOf(frameworks)),
      },
      closed,
    ),
    notYet,
  ),
  inference: specOf(Type.Object({ ...ofAll, autoscaling: maybe(scaling) }, closed)),
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
