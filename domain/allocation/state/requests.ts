import { compareIds } from '../../foundation/ids.ts';
import type { NodeSelector, PodRequest, SubGroup, Toleration } from '../../foundation/shapes.ts';
import type { Kind, Part, Shape, Snapshot } from './snapshot.ts';

const bytesPerMib = 1 << 20;
/** How many kinds and shapes that nobody asks for are remembered, so that steady streams do not start anew. */
const unusedMax = 512;

/** What a workload asks of nodes. */
export interface Asked {
  readonly subGroups: readonly SubGroup[];
  readonly nodeSelector: NodeSelector;
  readonly tolerations: readonly Toleration[];
}

const placeKey = (asked: Asked): string => {
  const labels = Object.keys(asked.nodeSelector);
  if (labels.length === 0 && asked.tolerations.length === 0) return '';
  const selector = labels
    .toSorted(compareIds)
    .map((label) => [label, [...(asked.nodeSelector[label] ?? [])].toSorted(compareIds)]);
  const tolerations = asked.tolerations.map((one) =>
    JSON.stringify([one.key, one.operator, one.value, one.effect]),
  );
  return JSON.stringify([selector, tolerations.toSorted(compareIds)]);
};

const forgetUnused = (snapshot: Snapshot): void => {
  if (snapshot.shapes.size > unusedMax) {
    for (const [key, shape] of snapshot.shapes) {
      if (shape.users > 0) continue;
      snapshot.shapes.delete(key);
      snapshot.usualShapes.clear();
      for (const part of shape.parts) part.kind.users -= 1;
    }
  }
  if (snapshot.kinds.size > unusedMax) {
    for (const [key, kind] of snapshot.kinds) if (kind.users === 0) snapshot.kinds.delete(key);
  }
};

const kindOf = (
  snapshot: Snapshot,
  request: PodRequest,
  place: { readonly key: string; readonly asked: Asked },
): Kind => {
  const hasGpu = request.gpuDevices > 0 && request.gpuMilli > 0;
  const gpuDevices = hasGpu ? request.gpuDevices : 0;
  const gpuMilli = hasGpu ? request.gpuMilli : 0;
  const key = `${gpuDevices}x${gpuMilli}/${request.cpuMilli}/${request.memoryBytes}${place.key}`;
  const known = snapshot.kinds.get(key);
  if (known !== undefined) return known;
  const fresh: Kind = {
    key,
    gpuDevices,
    gpuMilli,
    cpuMilli: request.cpuMilli,
    memoryBytes: request.memoryBytes,
    memoryMib: Math.ceil(request.memoryBytes / bytesPerMib),
    selector: place.asked.nodeSelector,
    tolerations: place.asked.tolerations,
    match: [],
    isGang: false,
    index: undefined,
    usedAt: Number.MIN_SAFE_INTEGER,
    found: { slot: -1, score: 0 },
    foundAt: -1,
    offer: undefined,
    users: 0,
  };
  snapshot.kinds.set(key, fresh);
  return fresh;
};

const madeOf = (key: string, parts: readonly Part[]): Shape => {
  const amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  let pods = 0;
  let devices = 0;
  for (const part of parts) {
    const { kind } = part;
    amounts.gpuMilli += part.pods * kind.gpuDevices * kind.gpuMilli;
    amounts.cpuMilli += part.pods * kind.cpuMilli;
    amounts.memoryMib += part.pods * kind.memoryMib;
    pods += part.pods;
    devices += part.pods * kind.gpuDevices;
    if (part.pods > 1) kind.isGang = true;
    kind.users += 1;
  }
  return { key, parts, amounts, pods, devices, failedAt: -1, users: 0 };
};

/** A number for one set of equal pods that go anywhere; others may have it too. */
const markOf = ({ pods, request }: SubGroup): number => {
  const { gpuDevices, gpuMilli, cpuMilli, memoryBytes } = request;
  const memoryMib = Math.floor(memoryBytes / bytesPerMib);
  return ((((gpuDevices * 31 + gpuMilli) * 31 + cpuMilli) * 31 + memoryMib) * 31 + pods) | 0;
};

const isOf = ({ parts }: Shape, { name, pods, request }: SubGroup): boolean => {
  const part = parts[0];
  if (part === undefined || part.name !== name || part.pods !== pods) return false;
  const { kind } = part;
  return (
    kind.gpuDevices === request.gpuDevices &&
    kind.gpuMilli === request.gpuMilli &&
    kind.cpuMilli === request.cpuMilli &&
    kind.memoryBytes === request.memoryBytes
  );
};

/** The one set of pods of a workload that takes any node, as nearly every workload does. */
const onlyGroupOf = (asked: Asked): SubGroup | undefined =>
  asked.subGroups.length === 1 &&
  asked.tolerations.length === 0 &&
  Object.keys(asked.nodeSelector).length === 0
    ? asked.subGroups[0]
    : undefined;

/**
 * The shape that a workload asks for; equal workloads share one.
 *
 * The caller counts itself in with `shape.users`.
 * @cost about 50 ns for what was asked for lately, else 1 µs; O(parts) more for a shape that is new.
 */
export const shapeOf = (snapshot: Snapshot, asked: Asked): Shape => {
  const only = onlyGroupOf(asked);
  if (only === undefined) return shapeByKey(snapshot, asked);
  const mark = markOf(only);
  const usual = snapshot.usualShapes.get(mark);
  if (usual !== undefined && isOf(usual, only)) return usual;
  const shape = shapeByKey(snapshot, asked);
  snapshot.usualShapes.set(mark, shape);
  return shape;
};

const shapeByKey = (snapshot: Snapshot, asked: Asked): Shape => {
  const place = { key: placeKey(asked), asked };
  const kinds = asked.subGroups.map((group) => kindOf(snapshot, group.request, place));
  const key = asked.subGroups
    .map((group, at) => `${group.name}*${group.pods}*${kinds[at]?.key ?? ''}`)
    .join(';');
  const known = snapshot.shapes.get(key);
  if (known !== undefined) return known;
  const parts = asked.subGroups.flatMap((group, at) => {
    const kind = kinds[at];
    return kind === undefined ? [] : [{ name: group.name, kind, pods: group.pods }];
  });
  const fresh = madeOf(key, parts);
  snapshot.shapes.set(key, fresh);
  forgetUnused(snapshot);
  return fresh;
};
