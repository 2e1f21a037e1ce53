import type { Labels } from '../../../domain/foundation/shapes.ts';
import type { WorkloadType } from '../../../domain/workload/index.ts';
import { workloadTypes } from '../nouns.ts';
import {
  containerAt,
  containerKeys,
  defined,
  replicasAt,
  selectorAt,
  tolerationAt,
} from './container.ts';
import { type Fields, fieldsAt, textsAt } from './fields.ts';
import { itemsAt, type Place, refuseAt, scalarAt, scalarTextAt } from './place.ts';
import { gangAt, togetherKeys } from './gang.ts';
import { groupsAt, podKeys } from './sub-groups.ts';
import type { DocumentParts } from './units.ts';
import { durationAt, flagAt, wholeAt, wordAt } from './values.ts';
import type { Wanted, WorkloadWish } from './wish.ts';

/** The kinds that say the type of a workload themselves. */
export const typeKinds = ['Training', 'Workspace', 'Inference', 'Distributed'] as const;

const specKeys = [
  'type',
  'project',
  'nodePool',
  'nodePools',
  'priority',
  'preemptible',
  'semiPreemptible',
  ...podKeys,
  ...togetherKeys,
  'subGroups',
  'gang',
  ...containerKeys,
  'replicas',
  'backoffLimit',
  'timeLimit',
  'timeToLive',
  'gracePeriod',
  'nodeSelector',
  'tolerations',
];

/** A workload. */
export const workloadAt = (
  kind: 'Workload' | (typeof typeKinds)[number],
  { id, metadata, document }: DocumentParts,
): Wanted => {
  const spec = fieldsAt(document.need('spec', '{ project: …, gpu: … }'), specKeys);
  const { subGroups, said } = groupsAt(spec);
  const life = lifeAt(spec);
  const wish: WorkloadWish = {
    name: id,
    workloadType: typeAt(kind, spec),
    projectId: optional(spec, 'project', scalarTextAt),
    ...poolsAt(spec),
    priority: optional(spec, 'priority', priorityAt),
    preemptible: optional(spec, 'preemptible', flagAt),
    subGroups,
    ...defined({
      gang: gangAt(spec, { subGroups, said, replicas: life.replicas }),
      semiPreemptible: optional(spec, 'semiPreemptible', flagAt),
      container: containerAt(spec),
      labels: labelsAt(metadata, 'labels'),
      annotations: labelsAt(metadata, 'annotations'),
    }),
    ...defined(life),
  };
  return { kind: 'Workload', wish };
};

const optional = <Value>(
  { get }: Fields,
  name: string,
  read: (place: Place) => Value,
): Value | undefined => {
  const place = get(name);
  return place === undefined ? undefined : read(place);
};

/** One pool, or several, the dearest first. */
const poolsAt = (spec: Fields): Pick<WorkloadWish, 'nodePoolId' | 'nodePoolIds'> => {
  const place = spec.get('nodePools');
  const nodePoolId = optional(spec, 'nodePool', scalarTextAt);
  if (place === undefined) return { nodePoolId };
  if (nodePoolId !== undefined) {
    refuseAt(place, "'nodePools' stands beside nodePool", 'leave one of them out');
  }
  const [first, ...others] = itemsAt(place).map(scalarTextAt);
  if (first === undefined) return refuseAt(place, 'it names no pool', 'write [default, other]');
  return others.length === 0
    ? { nodePoolId: first }
    : { nodePoolId: first, nodePoolIds: [first, ...others] };
};

/** How long it lives, where it may be, and how far it may be scaled. */
const lifeAt = (spec: Fields) => ({
  replicas: optional(spec, 'replicas', replicasAt),
  backoffLimit: optional(spec, 'backoffLimit', (place) => wholeAt(place)),
  timeLimitMs: optional(spec, 'timeLimit', durationAt),
  ...optional(spec, 'timeToLive', keptAt),
  graceMs: optional(spec, 'gracePeriod', durationAt),
  nodeSelector: optional(spec, 'nodeSelector', selectorAt),
  tolerations: optional(spec, 'tolerations', (place) => itemsAt(place).map(tolerationAt)),
});

const keptAt = (place: Place) =>
  scalarAt(place) === 'never' ? { isKeptForEver: true } : { timeToLiveMs: durationAt(place) };

const typeAt = (kind: 'Workload' | (typeof typeKinds)[number], spec: Fields): WorkloadType => {
  const place = spec.get('type');
  if (kind === 'Workload') {
    return wordAt(
      spec.need('type', 'training, workspace, inference or distributed'),
      workloadTypes,
    );
  }
  const own = workloadTypes[typeKinds.indexOf(kind)] ?? 'training';
  if (place !== undefined && wordAt(place, workloadTypes) !== own) {
    refuseAt(place, `a ${kind} is of type ${own}`, 'leave the type out');
  }
  return own;
};

const priorityAt = (place: Place): string | number => {
  const value = scalarAt(place);
  return typeof value === 'number' ? wholeAt(place) : scalarTextAt(place);
};

const labelsAt = (metadata: Fields, name: string): Labels | undefined => {
  const place = metadata.get(name);
  return place === undefined ? undefined : textsAt(place);
};
