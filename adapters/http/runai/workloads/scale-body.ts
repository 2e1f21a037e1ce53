import { type Static, Type } from 'typebox';
import { type Errors, noErrors } from '../errors.ts';
import { refuseMembers, type Remedies, withRefused } from '../refused.ts';
import { closed, maybe } from '../shapes.ts';
import { notYet, notYetScaling } from './not-yet.ts';

const forEver = 'a service stays as it was submitted: leave it out, or clone it';

/** What Run:ai changes of a service that is there and Berth does not. */
const otherMembers: Remedies = {
  ...notYet,
  ...Object.fromEntries(
    [
      'image',
      'command',
      'args',
      'workingDir',
      'environmentVariables',
      'compute',
      'nodePools',
      'nodeType',
      'nodeAffinityRequired',
      'podAffinity',
      'topology',
      'tolerations',
      'labels',
      'annotations',
      'priorityClass',
      'preemptibility',
      'category',
      'terminateAfterPreemption',
      'autoDeletionTimeAfterCompletionSeconds',
      'terminationGracePeriodSeconds',
    ].map((name) => [name, forEver]),
  ),
  minReplicas: 'say it in spec.autoscaling',
  maxReplicas: 'say it in spec.autoscaling',
};

const otherScaling: Remedies = {
  ...notYetScaling,
  initialReplicas: 'the service has begun already: leave it out, and say replicas',
};

const wanted = Type.Integer({ minimum: 0, maximum: 100_000 });

const scaling = withRefused(
  Type.Object({ minReplicas: maybe(wanted), maxReplicas: maybe(wanted) }, closed),
  otherScaling,
);

const spec = withRefused(Type.Object({ autoscaling: maybe(scaling) }, closed), otherMembers);

/** How many pods of a service are wanted: in one number, or in Run:ai's words where these mean one number. */
export const scaleBody = Type.Object(
  {
    replicas: maybe({
      ...wanted,
      description: 'how many pods are wanted, between its minReplicas and maxReplicas',
    }),
    spec: maybe(spec),
  },
  {
    ...closed,
    description: 'either `replicas`, or `minReplicas` and `maxReplicas` that are the same',
    examples: [{ replicas: 2 }],
  },
);
/** See `scaleBody`. */
export type ScaleBody = Static<typeof scaleBody>;

/** What a body asks for, and where it says so. */
export interface ReplicasAsked {
  readonly replicas: number;
  readonly pointer: string;
}

const oneNumber = 'say the same in minReplicas and maxReplicas, or replicas alone';

/** The number of pods that a body asks for. @throws Problem when it asks for no number, for two, or for more than that */
export const replicasOf = (body: ScaleBody): ReplicasAsked => {
  const errors = noErrors();
  const min = body.spec?.autoscaling?.minReplicas;
  refuseMembers(body.spec ?? {}, otherMembers, { pointer: '/spec', errors });
  refuseMembers(body.spec?.autoscaling ?? {}, otherScaling, {
    pointer: '/spec/autoscaling',
    errors,
  });
  refuseUnclear(body, errors);
  errors.raise('The service cannot be scaled like this');
  const isDirect = typeof body.replicas === 'number';
  return {
    replicas: body.replicas ?? min ?? 0,
    pointer: isDirect ? '/replicas' : '/spec/autoscaling/maxReplicas',
  };
};

/** Notes where a body does not mean one number of pods. */
const refuseUnclear = (body: ScaleBody, errors: Errors): void => {
  const autoscaling = body.spec?.autoscaling;
  const { minReplicas: min, maxReplicas: max } = autoscaling ?? {};
  const said = [body.replicas, min, max].filter((one) => typeof one === 'number');
  if (said.length === 0) {
    const remedy = 'say how many pods are wanted';
    errors.add('/replicas', undefined, { problem: 'is missing', remedy });
  } else if (said.some((one) => one !== said[0])) {
    const problem =
      'is not one number of pods: the bounds of a service stay as they were submitted';
    errors.add('/spec/autoscaling', autoscaling, { problem, remedy: oneNumber });
  } else if (typeof body.replicas !== 'number' && said.length === 1) {
    const problem = 'is one bound alone, which would leave the number of pods open';
    errors.add('/spec/autoscaling', autoscaling, { problem, remedy: oneNumber });
  }
};
