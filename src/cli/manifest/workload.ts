import type { Container, Labels, SubGroup, Toleration } from '../../../domain/foundation/shapes.ts';
import type { WorkloadType } from '../../../domain/workload/index.ts';
import { workloadTypes } from '../nouns.ts';
import {
  type Fields,
  fieldsAt,
  isListAt,
  itemsAt,
  membersAt,
  type Place,
  refuseAt,
  scalarAt,
  scalarTextAt,
  textsAt,
} from './place.ts';
import { podRequestOf, subGroupsAt } from './sub-groups.ts';
import type { DocumentParts } from './units.ts';
import { durationAt, flagAt, wholeAt, wordAt } from './values.ts';
import type { Wanted, WorkloadWish } from './wish.ts';
import { quoted } from './words.ts';

/** The kinds that say the type of a workload themselves. */
export const typeKinds = ['Training', 'Workspace', 'Inference', 'Distributed'] as const;

const containerKeys = ['image', 'command', 'args', 'workingDir', 'environment'];

const specKeys = [
  'type',
  'project',
  'nodePool',
  'priority',
  'preemptible',
  'gpu',
  'cpu',
  'memory',
  'pods',
  'subGroups',
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
  const optional = <Value>(name: string, read: (place: Place) => Value): Value | undefined => {
    const place = spec.get(name);
    return place === undefined ? undefined : read(place);
  };
  const wish: WorkloadWish = {
    name: id,
    workloadType: typeAt(kind, spec),
    projectId: optional('project', scalarTextAt),
    nodePoolId: optional('nodePool', scalarTextAt),
    priority: optional('priority', priorityAt),
    preemptible: optional('preemptible', flagAt),
    subGroups: groupsAt(spec),
    ...defined({
      container: containerAt(spec),
      labels: labelsAt(metadata, 'labels'),
      annotations: labelsAt(metadata, 'annotations'),
      replicas: optional('replicas', replicasAt),
      backoffLimit: optional('backoffLimit', (place) => wholeAt(place)),
      timeLimitMs: optional('timeLimit', durationAt),
      timeToLiveMs: optional('timeToLive', durationAt),
      graceMs: optional('gracePeriod', durationAt),
      nodeSelector: optional('nodeSelector', selectorAt),
      tolerations: optional('tolerations', (place) => itemsAt(place).map(tolerationAt)),
    }),
  };
  return { kind: 'Workload', wish };
};

/** What of an object there is. */
const defined = <Value extends object>(
  value: Value,
): { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> } =>
  JSON.parse(JSON.stringify(value));

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

const groupsAt = (spec: Fields): readonly SubGroup[] => {
  const place = spec.get('subGroups');
  if (place === undefined) {
    const pods = spec.get('pods');
    return [
      {
        name: 'main',
        pods: pods === undefined ? 1 : wholeAt(pods, 1),
        request: podRequestOf(spec),
      },
    ];
  }
  for (const name of ['gpu', 'cpu', 'memory', 'pods']) {
    const own = spec.get(name);
    if (own !== undefined) {
      refuseAt(own, `'${name}' stands beside subGroups`, 'say it in each of the sub-groups');
    }
  }
  return subGroupsAt(place);
};

const containerAt = (spec: Fields): Container | undefined => {
  const named = containerKeys.filter((name) => spec.get(name) !== undefined);
  if (named.length === 0) return undefined;
  const image = scalarTextAt(spec.need('image', 'the image of its container'));
  const text = (name: string): string | undefined => {
    const place = spec.get(name);
    return place === undefined ? undefined : wordsAt(place);
  };
  const environment = spec.get('environment');
  return {
    image,
    ...defined({ command: text('command'), args: text('args'), workingDir: text('workingDir') }),
    ...(environment === undefined ? {} : { environment: textsAt(environment) }),
  };
};

/** A text, or a list of words that is joined as a shell would read it back. */
const wordsAt = (place: Place): string =>
  isListAt(place)
    ? itemsAt(place)
        .map((item) => quoted(scalarTextAt(item)))
        .join(' ')
    : scalarTextAt(place);

const replicasAt = (place: Place) => {
  const { need } = fieldsAt(place, ['min', 'max']);
  return {
    min: wholeAt(need('min', 'the fewest replicas')),
    max: wholeAt(need('max', 'the most replicas'), 1),
  };
};

const selectorAt = (place: Place): Readonly<Record<string, string[]>> =>
  Object.fromEntries(
    membersAt(place).map(([key, at]) => [
      key,
      isListAt(at) ? itemsAt(at).map(scalarTextAt) : [scalarTextAt(at)],
    ]),
  );

const tolerationAt = (place: Place): Toleration => {
  const { get } = fieldsAt(place, ['key', 'operator', 'value', 'effect']);
  const text = (name: string): string => {
    const at = get(name);
    return at === undefined ? '' : scalarTextAt(at);
  };
  const operator = get('operator');
  return {
    key: text('key'),
    operator: operator === undefined ? 'Equal' : wordAt(operator, ['Exists', 'Equal']),
    value: text('value'),
    effect: text('effect'),
  };
};
