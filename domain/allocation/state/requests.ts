import { compareIds } from '../../foundation/ids.ts';
import type { NodeExpression, NodeTerm } from '../../foundation/node-terms.ts';
import type {
  Affinity,
  NodeSelector,
  PodRequest,
  SubGroup,
  Toleration,
} from '../../foundation/shapes.ts';
import { cardsAsked } from './card-count.ts';
import { claimUseOf, leaveClaim } from './claim-uses.ts';
import { columnOf, leaveColumn, legacyColumn, portColumn, sliceSizeOf } from './counts.ts';
import type { Count, Extras } from './extras.ts';
import { forgetNeighbourly, neighbourlyOf } from './neighbours.ts';
import type { Kind, NodeTable } from './table.ts';

const bytesPerMib = 1 << 20;

/** What a workload asks of nodes. */
export interface Asked {
  readonly subGroups: readonly SubGroup[];
  readonly nodeSelector: NodeSelector;
  readonly tolerations: readonly Toleration[];
}

const selectorKey = (selector: NodeSelector): readonly unknown[] =>
  Object.keys(selector)
    .toSorted(compareIds)
    .map((label) => [label, [...(selector[label] ?? [])].toSorted(compareIds)]);

/** The key of a selector and tolerations, whatever their order; empty where there are none. */
const placeKey = ({ nodeSelector, tolerations }: Asked): string => {
  if (Object.keys(nodeSelector).length === 0 && tolerations.length === 0) return '';
  const keys = tolerations.map((one) =>
    JSON.stringify([one.key, one.operator, one.value, one.effect]),
  );
  return JSON.stringify([selectorKey(nodeSelector), keys.toSorted(compareIds)]);
};

/** What a sub-group asks besides devices, CPU and memory; a plain one asks nothing of it. */
type Besides = Omit<SubGroup, 'name' | 'pods'>;

const isEmpty = (of: object | undefined): boolean =>
  of === undefined || Object.keys(of).length === 0;

/** Whether pods say nothing of neighbours and like all nodes alike; which nodes will do is no part of it. */
const isIndifferent = (affinity: Affinity | undefined): boolean => {
  for (const name of Object.keys(affinity ?? {})) if (name !== 'requiredNodes') return false;
  return true;
};

/** Whether pods ask for devices, CPU and memory only, and neither speak of neighbours nor are spoken of. */
const isPlain = ({ request, podLabels, affinity }: Besides): boolean =>
  isEmpty(podLabels) &&
  isIndifferent(affinity) &&
  request.gpuMemoryMib === undefined &&
  request.legacyMig !== true &&
  isEmpty(request.mig) &&
  isEmpty(request.resources) &&
  isEmpty(request.claims) &&
  isEmpty(request.hostPorts);

const sortedEntries = (of: Readonly<Record<string, unknown>> = {}): readonly unknown[] =>
  Object.keys(of)
    .toSorted(compareIds)
    .map((key) => [key, of[key]]);

const expressionKey = ({ key, operator, values = [] }: NodeExpression): string =>
  JSON.stringify([key, operator, ...values.toSorted(compareIds)]);

const expressionKeys = (expressions: readonly NodeExpression[] = []): readonly string[] =>
  expressions.map(expressionKey).toSorted(compareIds);

/** The key of alternatives, whatever their order; empty where there are none. */
const termsKey = (terms: readonly NodeTerm[]): string => {
  if (terms.length === 0) return '';
  const keys = terms.map((term) => JSON.stringify(expressionKeys(term.matchExpressions)));
  return `|${JSON.stringify(keys.toSorted(compareIds))}`;
};

const affinityKey = (affinity: Affinity): readonly unknown[] => {
  const termKeys = (terms: Affinity['podAffinity'] = []): readonly string[] =>
    terms
      .map((one) =>
        JSON.stringify([one.topologyKey, one.weight ?? 0, ...sortedEntries(one.labels)]),
      )
      .toSorted(compareIds);
  const nodes = (affinity.preferredNodes ?? []).map((one) =>
    JSON.stringify([
      one.weight,
      ...selectorKey(one.labels),
      ...expressionKeys(one.matchExpressions),
    ]),
  );
  return [
    termKeys(affinity.podAffinity),
    termKeys(affinity.podAntiAffinity),
    nodes.toSorted(compareIds),
  ];
};

const besidesKey = ({ request, podLabels, affinity = {} }: Besides): string =>
  JSON.stringify([
    request.gpuMemoryMib ?? 0,
    sortedEntries(request.mig),
    request.legacyMig === true,
    sortedEntries(request.resources),
    (request.claims ?? []).toSorted(compareIds),
    (request.hostPorts ?? []).map((one) => portColumn(one.port, one.protocol)).toSorted(compareIds),
    sortedEntries(podLabels),
    affinityKey(affinity),
  ]);

const countsOf = (table: NodeTable, request: PodRequest): readonly Count[] => {
  const asked = new Map<string, number>();
  const add = (name: string, amount: number): void => {
    asked.set(name, (asked.get(name) ?? 0) + amount);
  };
  for (const [name, amount] of Object.entries(request.mig ?? {})) add(name, amount);
  for (const [name, amount] of Object.entries(request.resources ?? {})) add(name, amount);
  for (const { port, protocol } of request.hostPorts ?? [])
    asked.set(portColumn(port, protocol), 1);
  if (request.legacyMig === true) add(legacyColumn, 1);
  return [...asked]
    .toSorted(([a], [b]) => compareIds(a, b))
    .map(([name, amount]) => {
      const column = columnOf(table, name);
      column.users += 1;
      return { column, amount };
    });
};

const sliceCardsOf = (counts: readonly Count[]): number =>
  counts.reduce((sum, { column, amount }) => sum + amount * sliceSizeOf(column.name), 0);

const extrasOf = (table: NodeTable, group: Besides): Extras => {
  const { request, podLabels = {}, affinity = {} } = group;
  const counts = countsOf(table, request);
  const sliceMilli = 1000 * sliceCardsOf(counts);
  const claims = [...new Set(request.claims ?? [])]
    .toSorted(compareIds)
    .map((name) => claimUseOf(table, name));
  for (const use of claims) use.users += 1;
  return {
    gpuMemoryMib: request.gpuMemoryMib ?? 0,
    counts,
    sliceMilli,
    asksSlices: sliceMilli > 0 || !isEmpty(request.mig),
    isLegacySlice: request.legacyMig === true,
    claims,
    nodeWishes: affinity.preferredNodes ?? [],
    liked: [],
    neighbours: neighbourlyOf(table, podLabels, affinity),
  };
};

const bothOf = (one: NodeSelector, other: NodeSelector): NodeSelector => {
  const merged: Record<string, readonly string[]> = { ...one };
  for (const [label, values] of Object.entries(other)) {
    const first = Object.hasOwn(one, label) ? one[label] : undefined;
    merged[label] = first === undefined ? values : values.filter((value) => first.includes(value));
  }
  return Object.fromEntries(Object.entries(merged).map(([label, values]) => [label, [...values]]));
};

const ownKey = (selector: NodeSelector): string =>
  isEmpty(selector) ? '' : `&${JSON.stringify(selectorKey(selector))}`;

const devicesOf = (request: PodRequest): { gpuDevices: number; gpuMilli: number } => {
  if (request.gpuMemoryMib !== undefined)
    return { gpuDevices: Math.max(1, request.gpuDevices), gpuMilli: 0 };
  const hasGpu = request.gpuDevices > 0 && request.gpuMilli > 0;
  return hasGpu ? request : { gpuDevices: 0, gpuMilli: 0 };
};

/** The kinds of a pool and its nodes. */
interface Kinds {
  readonly nodes: NodeTable;
  readonly kinds: Map<string, Kind>;
}

/**
 * The kind of the pods of a sub-group; equal pods share one, and it is all that nodes need to know of a pod.
 *
 * @shape of a kind that asks for memory of devices, `gpuMilli` is 0: what it takes depends on the node.
 * @cost O(1) for one that is known, O(kinds) more for one that has neighbours
 */
export const kindOf = ({ nodes, kinds }: Kinds, group: Besides, asked: Asked): Kind => {
  const { request } = group;
  const devices = devicesOf(request);
  const besides = isPlain(group) ? '' : `+${besidesKey(group)}`;
  const nodeTerms = group.affinity?.requiredNodes ?? [];
  const place = placeKey(asked) + ownKey(group.nodeSelector ?? {}) + termsKey(nodeTerms);
  const key = `${devices.gpuDevices}x${devices.gpuMilli}/${request.cpuMilli}/${request.memoryBytes}${place}${besides}`;
  const known = kinds.get(key);
  if (known !== undefined) return known;
  const extras = besides === '' ? undefined : extrasOf(nodes, group);
  const fresh: Kind = {
    key,
    gpuDevices: devices.gpuDevices,
    gpuMilli: devices.gpuMilli,
    cpuMilli: request.cpuMilli,
    memoryBytes: request.memoryBytes,
    memoryMib: Math.ceil(request.memoryBytes / bytesPerMib),
    selector: bothOf(asked.nodeSelector, group.nodeSelector ?? {}),
    nodeTerms,
    tolerations: asked.tolerations,
    ...cardsAsked(nodes, devices, extras),
    looksAtPods:
      extras !== undefined && (extras.neighbours !== undefined || extras.claims.length > 0),
    match: [],
    isGang: false,
    index: undefined,
    usedAt: Number.MIN_SAFE_INTEGER,
    found: { slot: -1, score: 0 },
    foundAt: -1,
    favourites: undefined,
    offer: undefined,
    extras,
    seen: [],
    users: 0,
  };
  kinds.set(key, fresh);
  return fresh;
};

/** Nobody asks for the kind any more: nothing of it is kept. */
export const forgetKind = ({ nodes, kinds }: Kinds, kind: Kind): void => {
  kinds.delete(kind.key);
  if (kind.extras === undefined) return;
  for (const { column } of kind.extras.counts) leaveColumn(nodes, column);
  for (const use of kind.extras.claims) leaveClaim(nodes, use);
  if (kind.extras.neighbours !== undefined) forgetNeighbourly(nodes, kind.extras.neighbours);
};
