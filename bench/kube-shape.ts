import type { NodeOffer, Snapshot } from '../domain/allocation/index.ts';
import type { SubGroup } from '../domain/foundation/shapes.ts';
import { type Asked, cards } from './asking.ts';
import type { KubeScenario } from './peer-scenarios.ts';
import { gib } from './pool.ts';

/** The usual pod of these scenarios. */
export const pod = { ...cards(0), cpuMilli: 100, memoryBytes: 500 * 2 ** 20 };
/** The usual node. */
export const node: Partial<NodeOffer> = {
  cpuMilli: 4000,
  memoryBytes: 32 * gib,
  podsMax: 110,
  gpuCount: 0,
  labels: { zone: 'zone1' },
};

/** What a scenario does besides creating equal pods on equal nodes. */
export interface Shape {
  readonly node?: (at: number) => Partial<NodeOffer>;
  /** A measured pod. */
  readonly pod?: (at: number) => Partial<Asked>;
  /** A pod that is there before; like the measured ones where it is left out. */
  readonly initPod?: (at: number) => Partial<Asked>;
  readonly before?: (snapshot: Snapshot, scenario: KubeScenario) => void;
  /** What happens besides, so often. @unit ms */
  readonly besides?: {
    readonly everyMs: number;
    readonly run: (snapshot: Snapshot, round: number) => void;
  };
  readonly note?: string;
}

const group = (request: Partial<SubGroup['request']>, but: Partial<SubGroup> = {}): SubGroup => ({
  name: 'workers',
  pods: 1,
  request: { ...pod, ...request },
  ...but,
});

/** One pod that asks for something else than the usual, or says more of itself. */
export const asking = (request: Partial<SubGroup['request']>, but: Partial<SubGroup> = {}) => ({
  subGroups: [group(request, but)],
});
