import type { NodeOffer } from '../../../../domain/allocation/index.ts';
import type { ClaimState } from '../../../../domain/allocation/state/snapshot.ts';
import type { Labels, PodTerm, SubGroup } from '../../../../domain/foundation/shapes.ts';

/** A pod as a test knows it. @shape `now` and `future`: whether it is there physically, and will be */
export interface Sitting {
  readonly group: SubGroup;
  readonly node: string;
  readonly devices: readonly number[];
  readonly now: boolean;
  readonly future: boolean;
}

/** All that decides whether a pod fits, written down plainly. */
export interface World {
  readonly nodes: readonly NodeOffer[];
  readonly broken: ReadonlySet<string>;
  readonly sittings: readonly Sitting[];
  readonly claims: readonly ClaimState[];
}

type Plane = 'now' | 'future';

/** One pod against one node, physically or for the future. */
interface Trial {
  readonly world: World;
  readonly group: SubGroup;
  readonly node: NodeOffer;
  readonly plane: Plane;
}

type Place = Omit<Trial, 'group'>;

const hereOn = ({ world, node, plane }: Place): readonly Sitting[] =>
  world.sittings.filter((one) => one.node === node.id && one[plane]);

const shareOf = (group: SubGroup, node: NodeOffer): number | undefined => {
  const { gpuMemoryMib, gpuMilli } = group.request;
  if (gpuMemoryMib === undefined) return gpuMilli;
  const own = node.gpuMemoryMib ?? 0;
  if (own < gpuMemoryMib) return undefined;
  let milli = 0;
  while (milli * own < gpuMemoryMib * 1000) milli += 1;
  return milli;
};

const usedOf = (place: Place, device: number): number =>
  hereOn(place)
    .filter((one) => one.devices.includes(device))
    .reduce((sum, one) => sum + (shareOf(one.group, place.node) ?? 0), 0);

/** Devices that are free now must be free later too. */
const devicesFit = (trial: Trial): boolean => {
  const { world, group, node, plane } = trial;
  const planes = plane === 'now' ? (['now', 'future'] as const) : (['future'] as const);
  const used = (device: number): number =>
    Math.max(...planes.map((one) => usedOf({ world, node, plane: one }, device)));
  const { gpuMemoryMib, gpuDevices, gpuMilli } = group.request;
  const wanted = gpuMemoryMib === undefined && gpuMilli === 0 ? 0 : gpuDevices;
  if (wanted === 0) return true;
  const isShare = gpuMemoryMib !== undefined || gpuMilli < 1000;
  if (node.mig?.strategy === 'mixed' || (isShare && node.mig !== undefined)) return false;
  const share = shareOf(group, node);
  if (share === undefined) return false;
  const all = [...Array.from({ length: node.gpuCount }).keys()];
  const roomy = all.filter(
    (device) => !world.broken.has(`${node.id}/${device}`) && used(device) + share <= 1000,
  );
  if (roomy.length < wanted) return false;
  if (!isShare) return true;
  const shared = roomy.filter((device) => used(device) > 0);
  return shared.length >= wanted || planes.every((one) => podsLeft({ ...trial, plane: one }) >= 2);
};

const podsLeft = (place: Place): number => place.node.podsMax - hereOn(place).length;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const amountsFit = (trial: Trial): boolean => {
  const { group, node } = trial;
  const here = hereOn(trial).map((one) => one.group.request);
  const { request } = group;
  if (podsLeft(trial) < 1) return false;
  if (sum(here.map((one) => one.cpuMilli)) + request.cpuMilli > node.cpuMilli) return false;
  if (sum(here.map((one) => one.memoryBytes)) + request.memoryBytes > node.memoryBytes)
    return false;
  const asked = { ...request.resources, ...request.mig };
  const offered = {
    ...node.resources,
    ...(node.mig?.strategy === 'mixed' ? node.mig.instances : {}),
  };
  return Object.entries(asked).every(([name, amount]) => {
    const taken = sum(here.map((one) => ({ ...one.resources, ...one.mig })[name] ?? 0));
    return taken + amount <= (offered[name] ?? 0);
  });
};

const portsFit = (trial: Trial): boolean =>
  (trial.group.request.hostPorts ?? []).every(({ port, protocol }) =>
    hereOn(trial).every(({ group: { request } }) =>
      (request.hostPorts ?? []).every((one) => one.port !== port || one.protocol !== protocol),
    ),
  );

const slicesFit = (trial: Trial): boolean => {
  const { request } = trial.group;
  if (request.legacyMig === true) return false;
  if (request.mig === undefined) return true;
  return (
    trial.node.mig?.strategy === 'mixed' &&
    hereOn(trial).every((one) => one.group.request.legacyMig !== true)
  );
};

const claimsFit = ({ world, group, node, plane }: Trial): boolean => {
  const there = world.sittings.filter((one) => one[plane]);
  const nodeOf = (name: string): string | undefined =>
    there.find((one) => one.group.request.claims?.includes(name) === true)?.node;
  const names = new Set(group.request.claims);
  const wanted = [...names].map((name) => world.claims.find((claim) => claim.name === name));
  return wanted.every((claim) => {
    if (claim === undefined) return false;
    const at = nodeOf(claim.name);
    if (at !== undefined) return at === node.id;
    const sameClass = world.claims.filter((one) => one.deviceClass === claim.deviceClass);
    const taken = sum(
      sameClass.filter((one) => nodeOf(one.name) === node.id).map((one) => one.count),
    );
    const coming = sum(
      sameClass
        .filter((one) => names.has(one.name) && nodeOf(one.name) === undefined)
        .map((one) => one.count),
    );
    return taken + coming <= (node.deviceClasses?.[claim.deviceClass] ?? 0);
  });
};

const domainOf = (node: NodeOffer | undefined, key: string): string | undefined =>
  node?.labels[key] ?? (key === 'kubernetes.io/hostname' ? node?.id : undefined);

const isMeant = ({ labels }: Pick<PodTerm, 'labels'>, of: Labels = {}): boolean =>
  Object.entries(labels).every(([key, value]) => of[key] === value);

const required = (terms: readonly PodTerm[] = []): readonly PodTerm[] =>
  terms.filter(({ weight }) => weight === undefined);

const neighboursFit = ({ world, group, node, plane }: Trial): boolean => {
  const others = world.sittings.filter((one) => one[plane]);
  const byId = new Map(world.nodes.map((one) => [one.id, one]));
  const shares = (other: Sitting, key: string): boolean => {
    const here = domainOf(node, key);
    return here !== undefined && domainOf(byId.get(other.node), key) === here;
  };
  for (const other of others) {
    for (const term of required(group.affinity?.podAntiAffinity))
      if (isMeant(term, other.group.podLabels) && shares(other, term.topologyKey)) return false;
    for (const term of required(other.group.affinity?.podAntiAffinity))
      if (isMeant(term, group.podLabels) && shares(other, term.topologyKey)) return false;
  }
  const near = required(group.affinity?.podAffinity);
  if (near.some(({ topologyKey }) => domainOf(node, topologyKey) === undefined)) return false;
  const meant = others.filter((other) =>
    near.every((term) => isMeant(term, other.group.podLabels)),
  );
  const isBegun = meant.some((other) =>
    near.some(({ topologyKey }) => domainOf(byId.get(other.node), topologyKey) !== undefined),
  );
  if (!isBegun) return near.every((term) => isMeant(term, group.podLabels));
  return near.every(({ topologyKey }) => meant.some((other) => shares(other, topologyKey)));
};

const planeFits = (trial: Trial): boolean =>
  devicesFit(trial) &&
  amountsFit(trial) &&
  portsFit(trial) &&
  claimsFit(trial) &&
  neighboursFit(trial);

/** Whether a pod fits on a node, from first principles: not at all, once all who leave have left, or now. */
export const slowFit = (world: World, group: SubGroup, node: NodeOffer): 'no' | 'later' | 'now' => {
  const later: Trial = { world, group, node, plane: 'future' };
  if (!slicesFit(later) || !planeFits(later)) return 'no';
  return planeFits({ ...later, plane: 'now' }) ? 'now' : 'later';
};
