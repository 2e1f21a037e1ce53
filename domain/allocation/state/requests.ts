import { compareIds } from '../../foundation/ids.ts';
import type { NodeSelector, SubGroup, Toleration } from '../../foundation/shapes.ts';
import type { Kind, Snapshot } from './snapshot.ts';

const bytesPerMib = 1 << 20;
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

/** The kind of the pods of a sub-group; equal pods share one. */
export const kindOf = (snapshot: Snapshot, group: SubGroup, asked: Asked): Kind => {
  const { request } = group;
  const place = { key: placeKey(asked), asked };
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
    askedGpuMilli: gpuDevices * gpuMilli,
    looksAtPods: false,
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
