import type { AskedGrant } from '../../../adapters/ports/ask.ts';
import { gpuPlacementStrategies, placementStrategies } from '../../../domain/node-pool/index.ts';
import type { EntitlementAsked } from '../../../domain/queue/index.ts';
import { type Fields, fieldsAt, membersAt } from './fields.ts';
import { isListAt, itemsAt, type Place, refuseAt, scalarTextAt } from './place.ts';
import { boundAt, cpuMilliAt, gpuMilliAt, memoryMibAt, wholeAt, wordAt } from './values.ts';
import { termsAt } from './terms.ts';
import type { Wanted } from './wish.ts';

/** The parts of a document that every kind has. */
export interface DocumentParts {
  readonly id: string;
  readonly metadata: Fields;
  readonly document: Fields;
}

const specOf = ({ document }: DocumentParts, known: readonly string[]): Fields => {
  const spec = document.get('spec');
  return spec === undefined
    ? { place: document.place, get: () => undefined, need: document.need }
    : fieldsAt(spec, known);
};

const textOf = (fields: Fields, name: string): string | undefined => {
  const place = fields.get(name);
  return place === undefined ? undefined : scalarTextAt(place);
};

/** A cluster. */
export const clusterAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, ['displayName']);
  return { kind: 'Cluster', id: parts.id, name: textOf(spec, 'displayName') };
};

/** A node pool: the nodes that carry a label, or all that no other pool has. */
export const nodePoolAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, ['displayName', 'cluster', 'label', 'gpuPlacement', 'cpuPlacement']);
  const [gpu, cpu] = [spec.get('gpuPlacement'), spec.get('cpuPlacement')];
  return {
    kind: 'NodePool',
    id: parts.id,
    name: textOf(spec, 'displayName'),
    clusterId: textOf(spec, 'cluster'),
    label: labelAt(spec.get('label')),
    gpuPlacement: gpu && wordAt(gpu, gpuPlacementStrategies),
    cpuPlacement: cpu && wordAt(cpu, placementStrategies),
  };
};

const labelAt = (place: Place | undefined) => {
  if (place === undefined) return undefined;
  const { need } = fieldsAt(place, ['key', 'value']);
  return {
    key: scalarTextAt(need('key', 'the key of the label of its nodes')),
    value: scalarTextAt(need('value', 'the value of the label of its nodes')),
  };
};

/** A department with what it is granted. */
export const departmentAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, ['displayName', 'cluster', 'nodePools']);
  return {
    kind: 'Department',
    id: parts.id,
    name: textOf(spec, 'displayName'),
    clusterId: textOf(spec, 'cluster'),
    grants: grantsAt(spec.get('nodePools')),
  };
};

/** A project with what it is granted. */
export const projectAt = (parts: DocumentParts): Wanted => {
  const spec = specOf(parts, [
    'displayName',
    'department',
    'cluster',
    'defaultNodePool',
    'defaultNodePools',
    'nodePools',
  ]);
  return {
    kind: 'Project',
    id: parts.id,
    name: textOf(spec, 'displayName'),
    departmentId: scalarTextAt(spec.need('department', 'the id of its department')),
    clusterId: textOf(spec, 'cluster'),
    ...defaultPoolsAt(spec),
    grants: grantsAt(spec.get('nodePools')),
  };
};

/** One pool, or several, the dearest first. */
const defaultPoolsAt = (spec: Fields) => {
  const place = spec.get('defaultNodePools');
  const defaultNodePoolId = textOf(spec, 'defaultNodePool');
  if (place === undefined) return { defaultNodePoolId };
  if (defaultNodePoolId !== undefined) {
    refuseAt(place, "'defaultNodePools' stands beside defaultNodePool", 'leave one of them out');
  }
  const pools = itemsAt(place).map(scalarTextAt);
  const [first] = pools;
  if (first === undefined) return refuseAt(place, 'it names no pool', 'write [default, other]');
  return pools.length === 1
    ? { defaultNodePoolId: first }
    : { defaultNodePoolId: first, defaultNodePoolIds: pools };
};

/** Grants by node pool, `{ default: { gpu: 8 } }`, or as a list of `{ name, gpu … }`. */
const grantsAt = (place: Place | undefined): readonly AskedGrant[] => {
  if (place === undefined) return [];
  if (isListAt(place)) {
    return itemsAt(place).map((item) => {
      const { need } = fieldsAt(item, ['name', ...grantKeys]);
      return grantAt(scalarTextAt(need('name', 'the id of a node pool')), item);
    });
  }
  return membersAt(place).map(([nodePoolId, at]) => grantAt(nodePoolId, at));
};

const grantKeys = ['gpu', 'cpu', 'memory', 'priority', 'terms'];

const grantAt = (nodePoolId: string, place: Place): AskedGrant => {
  const fields = fieldsAt(place, ['name', ...grantKeys]);
  const gpu = fields.need('gpu', 'the GPUs that are guaranteed, -1 for all there are');
  const [priority, terms] = [fields.get('priority'), fields.get('terms')];
  return {
    nodePoolId,
    entitlements: {
      gpuMilli: entitlementAt(gpu, gpuMilliAt),
      // Who speaks of GPUs only means to share those: cores and memory follow.
      cpuMilli: entitlementAt(fields.get('cpu'), cpuMilliAt),
      memoryMib: entitlementAt(fields.get('memory'), memoryMibAt),
      ...(priority === undefined ? {} : { priority: wholeAt(priority) }),
      ...(terms === undefined ? {} : { terms: termsAt(terms) }),
    },
  };
};

const entitlementAt = (
  place: Place | undefined,
  reader: (place: Place) => number,
): EntitlementAsked => {
  if (place === undefined) return { quota: -1 };
  const amount = boundAt(reader);
  if (!isObject(place)) return { quota: amount(place) };
  const { need, get } = fieldsAt(place, ['quota', 'limit', 'weight']);
  const [limit, weight] = [get('limit'), get('weight')];
  const asked = {
    quota: amount(need('quota', 'what is guaranteed, -1 for all there is')),
    ...(limit === undefined ? {} : { limit: amount(limit) }),
    ...(weight === undefined ? {} : { weight: wholeAt(weight) }),
  };
  if (limit !== undefined && (asked.limit ?? -1) !== -1 && (asked.limit ?? -1) < asked.quota) {
    refuseAt(limit, 'the limit is below the quota', 'raise it, or write -1 for none');
  }
  return asked;
};

const isObject = ({ node }: Place): boolean => node !== null && 'items' in node;
