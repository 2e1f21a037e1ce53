import {
  addNode,
  createSnapshot,
  defaultPolicy,
  type NodeOffer,
  openQueue,
  type Policy,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { fitsNow, pickDevices, shareOn } from '../../../../domain/allocation/fit/fit.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import { both, future, now, occupy } from '../../../../domain/allocation/state/occupancy.ts';
import { kindOf } from '../../../../domain/allocation/state/requests.ts';
import type { Kind, Seat } from '../../../../domain/allocation/state/snapshot.ts';
import type { PodRequest, SubGroup, Toleration } from '../../../../domain/foundation/shapes.ts';

/** Kinds of planes that a pod can be on, by what has become of it. */
export const planes = { running: both, leaving: now, promised: future } as const;

/** A node of 4 cards, 8 cores, 64 GiB and 20 pods, but for what is said. */
export const offer = (id: string, other: Partial<NodeOffer> = {}): NodeOffer => ({
  id,
  labels: {},
  taints: [],
  cpuMilli: 8000,
  memoryBytes: 64 * 2 ** 30,
  podsMax: 20,
  gpuCount: 4,
  ...other,
});

/** A pool of these nodes. */
export const poolOf = (...offers: readonly NodeOffer[]): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (const one of offers) addNode(snapshot, one);
  return snapshot;
};

const unlimited = { quota: -1, limit: -1, weight: 1 };

/** Opens the one queue of a pool, without quota and limit. */
export const openOnly = (snapshot: Snapshot): void =>
  openQueue(snapshot, {
    id: 'queue',
    parentId: '',
    openedAt: 0,
    entitlements: {
      gpuMilli: unlimited,
      cpuMilli: unlimited,
      memoryMib: unlimited,
      priority: 100,
    },
  });

/** What a pod wants besides one core and one GiB. */
export interface Wish {
  readonly request?: Partial<PodRequest>;
  readonly group?: Partial<Omit<SubGroup, 'request'>>;
  readonly tolerations?: readonly Toleration[];
}

/** The kind of pods with that wish; they ask for no cards unless they say so. */
export const kind = (
  snapshot: Snapshot,
  { request = {}, group = {}, tolerations = [] }: Wish = {},
): Kind =>
  kindOf(
    snapshot,
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1000, memoryBytes: 2 ** 30, ...request },
      ...group,
    },
    { subGroups: [], nodeSelector: {}, tolerations },
  );

/** Pods that take so many whole cards. */
export const cards = (gpuDevices: number): Wish => ({ request: { gpuDevices, gpuMilli: 1000 } });
/** Pods that take so much of one card. */
export const share = (gpuMilli: number): Wish => ({ request: { gpuDevices: 1, gpuMilli } });
/** Pods that take so much memory of one card. */
export const memory = (gpuMemoryMib: number, gpuDevices = 1): Wish => ({
  request: { gpuDevices, gpuMilli: 0, gpuMemoryMib },
});

/** Puts a pod of the kind on a node. */
export const sit = (
  snapshot: Snapshot,
  seated: {
    readonly kind: Kind;
    readonly on: string;
    readonly devices?: readonly number[];
    readonly planes?: number;
  },
): Seat => {
  const { nodes } = snapshot;
  const node = nodes.byId.get(seated.on);
  if (node === undefined) throw new Error(`no node ${seated.on}`);
  const gpuMilli = shareOn(nodes, seated.kind, node.slot);
  const devices = seated.devices ?? [];
  const seat: Seat = { node, kind: seated.kind, part: 0, pod: 0, devices, gpuMilli };
  occupy(nodes, seat, { planes: seated.planes ?? both, sign: 1 });
  return seat;
};

/** Where the next pod of the kind goes: `node#devices`, with a `~` before it where it must wait; `-` for nowhere. */
export const whereTo = (snapshot: Snapshot, one: Kind, policy: Policy = defaultPolicy): string => {
  const { nodes } = snapshot;
  const { slot, score } = bestNode(nodes, one, policy);
  if (score === 0) return '-';
  const isNow = fitsNow(score);
  const devices = pickDevices(nodes, one, { slot, isNow, policy });
  return `${isNow ? '' : '~'}${nodes.slots[slot]?.id ?? ''}#${devices.join(',')}`;
};

/** Seats pods of the kind one after another, as many as fit now or later; says where each went. */
export const fill = (snapshot: Snapshot, one: Kind, policy: Policy = defaultPolicy): string[] => {
  const places: string[] = [];
  for (let place = whereTo(snapshot, one, policy); place !== '-';) {
    const [on = '', devices = ''] = place.replace('~', '').split('#');
    sit(snapshot, {
      kind: one,
      on,
      devices: devices === '' ? [] : devices.split(',').map(Number),
      planes: place.startsWith('~') ? future : both,
    });
    places.push(place);
    place = whereTo(snapshot, one, policy);
  }
  return places;
};

/** The default rules with another way to lay out pods. */
export const laidOut = (gpu: Policy['gpuPlacement'], cpu: Policy['cpuPlacement']): Policy => ({
  ...defaultPolicy,
  version: `${gpu} ${cpu}`,
  gpuPlacement: gpu,
  cpuPlacement: cpu,
});
