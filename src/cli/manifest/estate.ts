import { migSliceOf } from '../../../domain/foundation/device-slices.ts';
import type { Taint } from '../../../domain/foundation/shapes.ts';
import { defined } from './container.ts';
import { type Fields, fieldsAt, membersAt, textsAt } from './fields.ts';
import { itemsAt, type Place, scalarTextAt } from './place.ts';
import type { DocumentParts } from './units.ts';
import { cpuMilliAt, memoryBytesAt, memoryMibAt, wholeAt, wordAt } from './values.ts';
import type { Wanted } from './wish.ts';

/** What a document says of the spec of a kind. */
const specOf = ({ document }: DocumentParts, known: readonly string[], what: string): Fields =>
  fieldsAt(document.need('spec', what), known);

const optional = <Value>(
  { get }: Fields,
  name: string,
  read: (place: Place) => Value,
): Value | undefined => {
  const place = get(name);
  return place === undefined ? undefined : read(place);
};

/** How nodes stand to each other: labels, the widest domains first. */
export const topologyAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, ['cluster', 'levels'], '{ levels: [zone, rack] }');
  return {
    kind: 'Topology',
    id: parts.id,
    clusterId: optional(spec, 'cluster', scalarTextAt),
    levels: itemsAt(spec.need('levels', 'node labels, the widest domains first')).map(scalarTextAt),
  };
};

/** Devices that pods use by name. */
export const resourceClaimAt = (parts: DocumentParts): Wanted => {
  const known = ['cluster', 'deviceClass', 'count', 'project'];
  const spec = specOf(parts, known, '{ deviceClass: gpu.example.com }');
  return {
    kind: 'ResourceClaim',
    id: parts.id,
    clusterId: optional(spec, 'cluster', scalarTextAt),
    deviceClass: scalarTextAt(spec.need('deviceClass', 'the class of its devices')),
    count: optional(spec, 'count', (place) => wholeAt(place, 1)) ?? 1,
    projectId: optional(spec, 'project', scalarTextAt),
  };
};

const nodeKeys = [
  'displayName',
  'cluster',
  'nodePool',
  'gpus',
  'gpuModel',
  'gpuMemory',
  'cpu',
  'memory',
  'pods',
  'labels',
  'taints',
  'mig',
  'resources',
  'deviceClasses',
];

/** Kubernetes' own bound. */
const podsByDefault = 110;

/** A node that joins by hand. */
export const nodeAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, nodeKeys, '{ cpu: 64, memory: 512Gi, gpus: 8 }');
  return {
    kind: 'Node',
    id: parts.id,
    name: optional(spec, 'displayName', scalarTextAt) ?? parts.id,
    clusterId: optional(spec, 'cluster', scalarTextAt),
    nodePoolId: optional(spec, 'nodePool', scalarTextAt),
    made: {
      labels: optional(spec, 'labels', textsAt) ?? {},
      taints: optional(spec, 'taints', (place) => itemsAt(place).map(taintAt)) ?? [],
      cpuMilli: cpuMilliAt(spec.need('cpu', 'its cores')),
      memoryBytes: memoryBytesAt(spec.need('memory', 'its memory')),
      podsMax: optional(spec, 'pods', (place) => wholeAt(place)) ?? podsByDefault,
      gpuCount: optional(spec, 'gpus', (place) => wholeAt(place)) ?? 0,
      gpuModel: optional(spec, 'gpuModel', scalarTextAt) ?? '',
      gpuMemoryMib: optional(spec, 'gpuMemory', memoryMibAt) ?? 0,
      ...defined({
        mig: optional(spec, 'mig', migAt),
        resources: optional(spec, 'resources', countsAt),
        deviceClasses: optional(spec, 'deviceClasses', countsAt),
      }),
    },
  };
};

const taintAt = (place: Place): Taint => {
  const { get, need } = fieldsAt(place, ['key', 'value', 'effect']);
  const value = get('value');
  return {
    key: scalarTextAt(need('key', 'the key of the taint')),
    value: value === undefined ? '' : scalarTextAt(value),
    effect: wordAt(need('effect', 'NoSchedule'), ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  };
};

const migAt = (place: Place) => {
  const { need } = fieldsAt(place, ['strategy', 'slices']);
  const slices = countsAt(need('slices', '{ 1g.10gb: 7 }'));
  return {
    strategy: wordAt(need('strategy', 'single or mixed'), ['single', 'mixed']),
    instances: Object.fromEntries(
      Object.entries(slices).map(([profile, count]) => [migSliceOf(profile), count]),
    ),
  };
};

const countsAt = (place: Place): Record<string, number> =>
  Object.fromEntries(membersAt(place).map(([name, at]) => [name, wholeAt(at)]));
