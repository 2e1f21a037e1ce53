import type { NodeOffer } from '../domain/allocation/index.ts';
import type { Affinity, PodTerm } from '../domain/foundation/shapes.ts';
import type { Asked } from './asking.ts';
import { asking, node } from './kube-shape.ts';

const term = (color: string, topologyKey: string, weight?: number): PodTerm => ({
  labels: { color },
  topologyKey,
  ...(weight === undefined ? {} : { weight }),
});

/** Nodes with a host label of their own, all in one zone. */
export const hosts = (at: number): Partial<NodeOffer> => ({
  ...node,
  labels: { zone: 'zone1', host: `host-${at}` },
});

const liking = (color: string, affinity: Affinity) => (): Partial<Asked> =>
  asking({}, { podLabels: { color }, affinity });

/** No two of them on a node. */
export const green = liking('green', { podAntiAffinity: [term('green', 'host')] });
/** All of them in one zone. */
export const blue = liking('blue', { podAffinity: [term('blue', 'zone')] });
/** Rather beside each other. */
export const red = liking('red', { podAffinity: [term('red', 'host', 1)] });
/** Rather not beside each other. */
export const yellow = liking('yellow', { podAntiAffinity: [term('yellow', 'host', 1)] });
const plain = (): Partial<Asked> => asking({});
const kinds = [plain, green, blue, red, yellow];

/** Pods of all these kinds in turn. */
export const mixed = (at: number): Partial<Asked> => (kinds[at % kinds.length] ?? plain)();
