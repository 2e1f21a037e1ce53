import { amountText, countText } from '../../domain/foundation/amount-text.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';

/** How much is given to how many pods. */
export const heldBy = (placements: readonly PodPlacement[]): string => {
  const gpuMilli = placements.reduce((sum, pod) => sum + pod.devices.length * pod.gpuMilli, 0);
  return `${amountText(gpuMilli, 'gpuMilli')} to ${countText(placements.length, 'pod')}`;
};

/** Most pods that a sentence names. */
const podsMax = 8;

/** Which pods; many are told as a number. */
export const podsOf = (pods: readonly PodName[]): string => {
  const names = pods.slice(0, podsMax).map(({ subGroup, pod }) => `${subGroup}/${pod}`);
  const more = pods.length - podsMax;
  const all = more > 0 ? [...names, countText(more, 'more pod')] : names;
  return `${pods.length === 1 ? 'Pod' : 'Pods'} ${all.join(', ')}`;
};

/** Most nodes that a sentence names. */
const placesMax = 8;

/** Which nodes and which of their devices; many nodes are told as a number. */
export const placesOf = (placements: readonly PodPlacement[]): string => {
  const devices = new Map<string, number[]>();
  for (const pod of placements) {
    devices.set(pod.nodeId, [...(devices.get(pod.nodeId) ?? []), ...pod.devices]);
  }
  const places = [...devices].map(([nodeId, numbers]) =>
    numbers.length === 0
      ? nodeId
      : `${nodeId} [${[...new Set(numbers)].toSorted(byNumber).join(',')}]`,
  );
  const more = places.length - placesMax;
  return more > 0
    ? `${places.slice(0, placesMax).join(', ')} and ${countText(more, 'more node')}`
    : places.join(', ');
};

const byNumber = (a: number, b: number): number => a - b;
