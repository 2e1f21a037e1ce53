import type { OrgUnits, ProjectRow } from '../../../../projections/org-units/index.ts';
import type { WorkloadSpec } from '../../../../domain/workload/index.ts';
import { noErrors, type Errors, noneSuch } from '../errors.ts';
import { containerOf, textsOf } from './container.ts';
import { nearnessOf } from './nearness.ts';
import { notElastic, notYet } from './not-yet.ts';
import { type NodesSaid, nodesOf, withNodes } from './node-affinity.ts';
import { nodePoolsOf, tolerationsOf } from './placement.ts';
import { type MasterSaid, podsAskedOf } from './pods-asked.ts';
import { rankOf } from './rank.ts';
import { refuseMembers } from '../refused.ts';
import type { SpecSaid } from './spec-shape.ts';
import { frameworkAnnotation, type TypeName, typeWords } from './words.ts';

/** A submission as Run:ai writes it. */
export interface SubmissionSaid extends MasterSaid {
  readonly name: string;
  readonly projectId: string;
  readonly clusterId?: string | null | undefined;
  readonly spec?: SpecSaid | null | undefined;
}

/** What Run:ai keeps unless somebody says otherwise. @source product reference §2.4 @unit tries, s */
const usual = { backoffLimit: 6, keptSeconds: 30 * 24 * 3_600, graceSeconds: 30 } as const;

/**
 * What a submission asks for in the domain's own words and units, with Run:ai's defaults.
 *
 * @throws Problem that names everything in it that cannot be or is not offered
 */
export const workloadSpecOf = (
  type: TypeName,
  said: SubmissionSaid,
  units: OrgUnits,
): WorkloadSpec => {
  const errors = noErrors();
  const spec = said.spec ?? {};
  const project = projectOf(said, units, errors);
  refuseMembers(spec, type === 'distributed' ? notYet : { ...notYet, ...notElastic }, {
    pointer: '/spec',
    errors,
  });
  refuseOtherwise(type, spec, errors);
  const nodes = nodesOf(spec);
  const pods = podsAskedOf(type, { ...spec, master: said }, errors);
  const asked: WorkloadSpec = {
    name: said.name,
    projectId: said.projectId,
    ...nodePoolsOf(spec, project?.defaultNodePoolIds ?? [project?.defaultNodePoolId ?? ''], {
      known: units.nodePools,
      errors,
    }),
    workloadType: type,
    ...rankOf(type, spec),
    ...nearnessOf(said, { ...pods, subGroups: withNodes(pods.subGroups, nodes) }),
    ...wheresOf(spec, nodes, errors),
    ...whatsOf(spec, errors),
    ...termsOf(type, spec),
  };
  errors.raise('The workload cannot be submitted like this');
  return asked;
};

/** On which nodes. */
const wheresOf = (spec: SpecSaid, { nodeSelector }: NodesSaid, errors: Errors) => {
  const tolerations = tolerationsOf(spec, errors);
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
};

/** What runs, and what is noted with it. */
const whatsOf = (spec: SpecSaid, errors: Errors) => {
  const container = containerOf(spec, errors);
  return { ...textsSaid(spec, errors), ...(container === undefined ? {} : { container }) };
};

/** How often, and for how long. */
const termsOf = (type: TypeName, spec: SpecSaid) => ({
  graceMs: (spec.terminationGracePeriodSeconds ?? usual.graceSeconds) * 1000,
  timeToLiveMs: (spec.autoDeletionTimeAfterCompletionSeconds ?? usual.keptSeconds) * 1000,
  ...(type === 'inference' ? {} : { backoffLimit: spec.backoffLimit ?? usual.backoffLimit }),
});

const projectOf = (
  { projectId, clusterId }: SubmissionSaid,
  { projects }: OrgUnits,
  errors: Errors,
): ProjectRow | undefined => {
  const project = projects.get(projectId);
  if (project === undefined) {
    errors.add('/projectId', projectId, noneSuch('project', projectId, projects.keys()));
    return undefined;
  }
  if ((clusterId ?? project.clusterId) !== project.clusterId) {
    errors.add('/clusterId', clusterId, {
      problem: `is not the cluster of project ${projectId}`,
      remedy: `say ${project.clusterId}, or leave it out`,
    });
  }
  return project;
};

/** What may be said, as long as it says what is so anyway. */
const refuseOtherwise = (type: TypeName, spec: SpecSaid, errors: Errors): void => {
  const { category } = typeWords[type];
  if ((spec.category ?? category) !== category) {
    errors.add('/spec/category', spec.category, {
      problem: `is not the category of this type of workload, ${category}`,
      remedy: 'leave it out, and say priorityClass and preemptibility instead',
    });
  }
  if (spec.terminateAfterPreemption === true) {
    errors.add('/spec/terminateAfterPreemption', true, {
      problem: 'is not offered: a preempted workload waits for its turn again',
      remedy: 'leave it out',
    });
  }
};

const textsSaid = (
  { labels, annotations, distributedFramework }: SpecSaid,
  errors: Errors,
): Pick<WorkloadSpec, 'labels' | 'annotations'> => {
  const labelled = textsOf(labels ?? [], '/spec/labels', errors);
  const framework = distributedFramework ?? undefined;
  const noted = textsOf(
    [
      ...(annotations ?? []),
      ...(framework === undefined ? [] : [{ name: frameworkAnnotation, value: framework }]),
    ],
    '/spec/annotations',
    errors,
  );
  return {
    ...(labelled === undefined ? {} : { labels: labelled }),
    ...(noted === undefined ? {} : { annotations: noted }),
  };
};
