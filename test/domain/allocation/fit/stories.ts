import fc from 'fast-check';
import {
  addClaim,
  addNode,
  defaultPolicy,
  markDevice,
  type NodeOffer,
  removeNode,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { fitsNow, pickDevices, shareOn } from '../../../../domain/allocation/fit/fit.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import { both, future, now, occupy } from '../../../../domain/allocation/state/occupancy.ts';
import { kindOf } from '../../../../domain/allocation/state/requests.ts';
import type { ClaimState, Kind, Seat } from '../../../../domain/allocation/state/snapshot.ts';
import type {
  Labels,
  PodRequest,
  PodTerm,
  SubGroup,
} from '../../../../domain/foundation/shapes.ts';
import { poolOf } from './pool-of.ts';
import type { Sitting, World } from './slow-fit.ts';

const slice = 'nvidia.com/mig-1g.10gb';
const gpu = 'gpu.nvidia.com';

const migs: readonly NodeOffer['mig'][] = [
  undefined,
  undefined,
  { strategy: 'single', instances: {} },
  { strategy: 'mixed', instances: { [slice]: 2 } },
];

const offers = fc
  .record({
    zone: fc.constantFrom('1', '2', undefined),
    cpuMilli: fc.constantFrom(2000, 4000, 8000),
    podsMax: fc.constantFrom(1, 2, 3, 9, 9),
    gpuCount: fc.integer({ min: 0, max: 3 }),
    gpuMemoryMib: fc.constantFrom(undefined, 1000, 3000),
    mig: fc.constantFrom(...migs),
    licences: fc.integer({ min: 0, max: 2 }),
    claimable: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ zone, gpuMemoryMib, mig, licences, claimable, ...rest }): Omit<NodeOffer, 'id'> => ({
    ...rest,
    labels: zone === undefined ? {} : { zone },
    taints: [],
    memoryBytes: 8000,
    ...(gpuMemoryMib === undefined ? {} : { gpuMemoryMib }),
    ...(mig === undefined ? {} : { mig }),
    resources: { licence: licences },
    deviceClasses: { [gpu]: claimable },
  }));

const devices: fc.Arbitrary<Partial<PodRequest>> = fc.oneof(
  fc.record({ gpuDevices: fc.constantFrom(1, 2), gpuMilli: fc.constantFrom(1000, 500, 300) }),
  fc.record({
    gpuDevices: fc.constantFrom(1, 2),
    gpuMemoryMib: fc.constantFrom(400, 1000, 1500),
  }),
  fc.record({ mig: fc.constantFrom({ [slice]: 1 }, { [slice]: 2 }) }),
  fc.constant({ legacyMig: true }),
  fc.record({ claims: fc.subarray(['c0', 'c1', 'c2'], { minLength: 1 }) }),
  fc.constant({}),
  fc.constant({}),
);

const tcp = (port: number): { port: number; protocol: string } => ({ port, protocol: 'TCP' });

const besides: fc.Arbitrary<Partial<PodRequest>> = fc.constantFrom<Partial<PodRequest>>(
  {},
  {},
  {},
  { resources: { licence: 1 } },
  { hostPorts: [tcp(80)] },
  { hostPorts: [{ port: 80, protocol: 'UDP' }, tcp(81)] },
);

const labels = fc.constantFrom<Labels>({}, { app: 'a' }, { app: 'b' }, { app: 'a', tier: 'x' });
const term: fc.Arbitrary<PodTerm> = fc
  .record({
    labels: fc.constantFrom({ app: 'a' }, { app: 'b' }, { tier: 'x' }),
    topologyKey: fc.constantFrom('zone', 'kubernetes.io/hostname'),
    weight: fc.constantFrom(undefined, undefined, 1, 7),
  })
  .map(({ weight, ...rest }) => (weight === undefined ? rest : { ...rest, weight }));
const terms = fc.array(term, { maxLength: 2 });

const groups: fc.Arbitrary<SubGroup> = fc
  .record({
    of: devices,
    with: besides,
    cpuMilli: fc.constantFrom(0, 1000, 3000),
    podLabels: labels,
    podAffinity: terms,
    podAntiAffinity: terms,
  })
  .map(({ of, with: more, cpuMilli, podLabels, ...affinity }) => ({
    name: 'main',
    pods: 1,
    request: { gpuDevices: 0, gpuMilli: 0, cpuMilli, memoryBytes: 1000, ...of, ...more },
    podLabels,
    affinity,
  }));

const claims: fc.Arbitrary<readonly ClaimState[]> = fc
  .array(fc.integer({ min: 1, max: 2 }), { maxLength: 3 })
  .map((counts) =>
    counts.map((count, at) => ({ name: `c${at}`, deviceClass: gpu, count, queueId: '' })),
  );

/** What happens: a pod comes to stay, to leave or later; one goes; a node goes, comes, or loses a device. */
export type Step =
  | { readonly type: 'seat' | 'seat-leaving' | 'promise'; readonly at: number }
  | { readonly type: 'unseat' | 'remove-node' | 'add-node' | 'break'; readonly at: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    type: fc.constantFrom(
      'seat',
      'seat',
      'seat',
      'seat-leaving',
      'promise',
      'unseat',
      'remove-node',
      'add-node',
      'break',
    ),
    at: fc.nat({ max: 11 }),
  }),
  { maxLength: 14, size: 'max' },
);

/** A pool, kinds of pods, and what happens. */
export const stories = fc.record({
  offers: fc.array(offers, { minLength: 1, maxLength: 4 }),
  groups: fc.array(groups, { minLength: 1, maxLength: 4 }),
  claims,
  steps,
});
/** See `stories`. */
export type Story = Parameters<Parameters<typeof stories.map>[0]>[0];

const planesOf = { seat: both, 'seat-leaving': now, promise: future } as const;

/** The pool of a story as it unfolds, beside the same written down plainly. */
export interface Tale {
  readonly snapshot: Snapshot;
  readonly kinds: readonly Kind[];
  readonly world: () => World;
  readonly take: (step: Step) => void;
  readonly seats: readonly (readonly [Seat, number])[];
}

/** A story as far as it has been told. */
interface Played {
  readonly story: Story;
  readonly named: readonly NodeOffer[];
  readonly snapshot: Tale['snapshot'];
  readonly kinds: Tale['kinds'];
  readonly broken: Set<string>;
  readonly seats: (readonly [Seat, number, SubGroup])[];
}

const seat = ({ snapshot, kinds, story, seats }: Played, at: number, planes: number): void => {
  const { nodes } = snapshot;
  const [kind, group] = [kinds[at % kinds.length], story.groups[at % kinds.length]];
  if (kind === undefined || group === undefined) return;
  const { slot, score } = bestNode(nodes, kind, defaultPolicy);
  const node = nodes.slots[slot];
  if (node === undefined || (planes !== future && !fitsNow(score))) return;
  const isNow = planes !== future;
  const picked = pickDevices(nodes, kind, { slot, isNow, policy: defaultPolicy });
  const gpuMilli = shareOn(nodes, kind, slot);
  const one: Seat = { node, kind, part: 0, pod: seats.length, devices: picked, gpuMilli };
  occupy(nodes, one, { planes, sign: 1 });
  seats.push([one, planes, group]);
};

const unseat = ({ snapshot, seats }: Played, at: number): void => {
  const { nodes } = snapshot;
  const [gone] = seats.splice(at % Math.max(1, seats.length), 1);
  if (gone !== undefined) occupy(nodes, gone[0], { planes: gone[1], sign: -1 });
};

const removeOne = ({ snapshot, named, broken, seats }: Played, at: number): void => {
  const one = named[at % named.length];
  if (one === undefined) return;
  removeNode(snapshot, one.id);
  for (const device of [0, 1, 2]) broken.delete(`${one.id}/${device}`);
  const left = seats.filter(([{ node }]) => node.slot >= 0);
  seats.splice(0, seats.length, ...left);
};

const breakOne = ({ snapshot, named, broken }: Played, at: number): void => {
  const { nodes } = snapshot;
  const one = named[at % named.length];
  const device = at % 3;
  if (one === undefined || !nodes.byId.has(one.id)) return;
  if (one.mig?.strategy === 'mixed' || device >= one.gpuCount) return;
  markDevice(snapshot, one.id, { device, isBroken: true });
  broken.add(`${one.id}/${device}`);
};

/** Begins a story. */
export const tell = (story: Story): Tale => {
  const named = story.offers.map((offer, at): NodeOffer => ({ ...offer, id: `n${at}` }));
  const snapshot = poolOf(...named);
  for (const claim of story.claims) addClaim(snapshot, claim);
  const kinds = story.groups.map((group) =>
    kindOf(snapshot, group, { subGroups: [], nodeSelector: {}, tolerations: [] }),
  );
  const world: Played = { story, named, snapshot, kinds, broken: new Set(), seats: [] };
  const { broken, seats } = world;
  const { nodes } = snapshot;
  const present = (): readonly NodeOffer[] => named.filter(({ id }) => nodes.byId.has(id));

  return {
    snapshot,
    kinds,
    get seats() {
      return seats.map(([one, planes]) => [one, planes] as const);
    },
    world: () => ({
      nodes: present(),
      broken,
      claims: story.claims,
      sittings: seats.map(([one, planes, group]): Sitting => ({
        group,
        node: one.node.id,
        devices: one.devices,
        now: (planes & now) !== 0,
        future: (planes & future) !== 0,
      })),
    }),
    take: ({ type, at }) => {
      if (type === 'unseat') unseat(world, at);
      else if (type === 'remove-node') removeOne(world, at);
      else if (type === 'break') breakOne(world, at);
      else if (type === 'add-node') {
        const one = named[at % named.length];
        if (one !== undefined && !nodes.byId.has(one.id)) addNode(snapshot, one);
      } else seat(world, at, planesOf[type]);
    },
  };
};
